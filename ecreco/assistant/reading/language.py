"""A small language guess: by script first, then by stop words and letters that only one language uses."""

from __future__ import annotations

import re

from ecreco.assistant.reading.acts import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STOP: dict[Language, frozenset[str]] = {
    "en": frozenset(
        ["the", "a", "an", "is", "are", "do", "does", "i", "my", "me", "you", "it", "that", "this", "these", "those", "what", "which", "how", "where", "when", "can", "could", "would", "please", "and", "or", "not", "no", "yes", "with", "for", "of", "in", "on", "to", "have", "has", "want", "need", "show", "any", "some", "more", "than", "only", "one", "under", "below", "over", "thanks", "hi", "hello", "your", "at", "from", "be", "will", "there"]
    ),
    "hi-Latn": frozenset(
        ["mujhe", "mujhko", "mera", "mere", "meri", "hai", "hain", "ho", "hoga", "kya", "kaun", "kaunsa", "konsa", "chahiye", "chaiye", "dikhao", "dikha", "dikhaiye", "batao", "bataiye", "karo", "kardo", "kar", "kab", "kahan", "kidhar", "kitna", "kitne", "kitni", "ka", "ki", "ke", "ko", "ka", "andar", "tak", "wala", "wali", "wale", "aur", "nahi", "nahin", "haan", "haa", "ji", "bhai", "yaar", "sasta", "saste", "mehnga", "accha", "acha", "theek", "thik", "bhi", "lekin", "jisme", "jismein", "isme", "ismein", "iska", "iski", "dedo", "daal", "dalo", "hatao", "wapas", "paisa", "paise", "rupaye", "rupay", "koi", "aaya", "milega", "lena", "raha", "rahi", "namaste", "shukriya", "dhanyavad"]
    ),
    "es": frozenset(
        ["el", "la", "los", "las", "un", "una", "de", "del", "que", "y", "en", "por", "para", "con", "sin", "es", "son", "está", "mi", "mis", "tu", "su", "quiero", "busco", "necesito", "tiene", "tienen", "tienes", "hay", "hola", "gracias", "cuánto", "cuanto", "cuesta", "precio", "dónde", "donde", "pedido", "más", "menos", "barato", "algo", "como", "cómo", "sí", "pero", "puedo", "puede", "mándame", "muéstrame", "añade", "carrito", "devolver", "buenos", "buenas", "días", "adiós", "cuál", "cual", "esto", "eso"]
    ),
    "de": frozenset(
        ["der", "die", "das", "ein", "eine", "einen", "ist", "sind", "ich", "mir", "mein", "meine", "meinen", "du", "sie", "wir", "und", "oder", "nicht", "kein", "keine", "mit", "für", "von", "auf", "im", "zu", "zum", "zur", "haben", "habt", "hat", "habe", "suche", "brauche", "möchte", "will", "zeig", "zeige", "bitte", "danke", "hallo", "was", "welche", "welcher", "wie", "wo", "wann", "kostet", "günstig", "billiger", "unter", "bis", "mehr", "noch", "auch", "bestellung", "paket", "warenkorb", "ja", "nein", "gibt"]
    ),
    "fr": frozenset(
        ["le", "la", "les", "un", "une", "des", "du", "de", "et", "est", "sont", "je", "j'ai", "mon", "ma", "mes", "vous", "tu", "il", "avec", "sans", "pour", "dans", "sur", "que", "qui", "quoi", "quel", "quelle", "quels", "combien", "coûte", "cherche", "voudrais", "veux", "besoin", "montrez", "montre", "bonjour", "merci", "s'il", "plaît", "où", "ma", "commande", "moins", "plus", "cher", "pas", "oui", "non", "panier", "au", "aux", "c'est", "avez", "ajoutez", "ajoute"]
    ),
    "pt": frozenset(["você", "não", "uma", "um", "quero", "preciso", "obrigado", "obrigada", "olá", "quanto", "custa", "meu", "minha", "pedido", "onde", "está", "são", "procuro"]),
    "it": frozenset(["il", "lo", "gli", "che", "sono", "vorrei", "cerco", "ciao", "grazie", "quanto", "costa", "mio", "mia", "ordine", "dove", "questo", "quello", "avete", "per"]),
}  # fmt: skip
_MARKS: tuple[tuple[Language, str], ...] = (("es", "¿¡ñ"), ("de", "ßäöü"), ("fr", "çœèêàùûî"), ("pt", "ãõ"))


def guess_language(text: str) -> Language:
    """The language of a message; English when in doubt, since product names alone say nothing."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "en"
    cjk = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    if cjk / len(letters) > 0.15:
        return "zh"
    if sum("\u0900" <= c <= "\u097f" for c in letters) / len(letters) > 0.3:
        return "hi"
    if sum(ord(c) > 0x024F for c in letters) / len(letters) > 0.5:
        return "other"
    words = [w.lower().replace("’", "'") for w in _WORD.findall(text)]
    scores = {language: float(sum(w in stop for w in words)) for language, stop in _STOP.items()}
    lowered = text.lower()
    for language, marks in _MARKS:
        scores[language] += 0.8 * sum(c in marks for c in lowered)
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    needed = 1.0 if len(words) <= 4 else 1.5
    return best if best == "en" or (scores[best] >= needed and scores[best] > scores["en"]) else "en"
