// Buttons inside the conversation become one event with what they stand on.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (!button || button.disabled) return;
  const { action, productId, actionId, turn, value, text } = button.dataset;
  trigger("click", { action, product_id: productId, action_id: actionId, turn_id: turn, value, text });
});
// Keep the newest words in sight, unless the customer has scrolled up to read.
const frame = element.closest(".ec-window") || element;
let near = true;
frame.addEventListener("scroll", () => {
  near = frame.scrollHeight - frame.scrollTop - frame.clientHeight < 120;
});
new MutationObserver(() => {
  if (near) requestAnimationFrame(() => (frame.scrollTop = frame.scrollHeight));
}).observe(element, { childList: true, subtree: true, characterData: true });
