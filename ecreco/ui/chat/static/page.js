// Buttons inside the conversation become one event with what they stand on.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (!button || button.disabled) return;
  const { action, productId, actionId, turn, value, text } = button.dataset;
  trigger("click", { action, product_id: productId, action_id: actionId, turn_id: turn, value, text });
});

// Keep the newest words in sight, but never scroll the question they answer out of it,
// and leave the window alone while the customer has scrolled away to read.
const frame = element.closest(".ec-window") || element;
let placed = 0;
const follows = () => Math.abs(frame.scrollTop - placed) < 80;
const place = () => {
  const asked = [...element.querySelectorAll(".ec-customer")].pop();
  const bottom = frame.scrollHeight - frame.clientHeight;
  const top = asked ? asked.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop - 10 : bottom;
  placed = Math.max(0, Math.min(bottom, top));
  frame.scrollTop = placed;
};
let asked = 0;
new MutationObserver(() => {
  const now = element.querySelectorAll(".ec-customer").length;
  if (now !== asked || follows()) requestAnimationFrame(place);
  asked = now;
}).observe(element, { childList: true, subtree: true, characterData: true });
requestAnimationFrame(place);
