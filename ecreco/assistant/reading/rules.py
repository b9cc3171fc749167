"""Acts that words alone decide, and acts that words alone forbid; general to any shop, no product words."""

from __future__ import annotations

import re

from ecreco.assistant.reading.acts import ActName, ReadingContext


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


YES = _any(
    r"^\W*(?:(?:yes|yeah|yep|yup|yea|ya|sure|ok|okay|okey|k|absolutely|definitely|certainly|of course|go ahead|go on|do it|do that|confirm(?:ed)?|"
    r"please do|correct|right|agreed|fine|perfect|great|alright|all right|sounds good|looks good|that's right|that is right|proceed|"
    r"make it so|y|haan|haa|han|ji|ji haan|theek hai|thik hai|kar do|kardo|s[ií]|claro|vale|de acuerdo|ja|jawohl|genau|gerne|oui|d'accord|"
    r"bien sûr|是|是的|好|好的|可以|对|确认|行)(?=$|[\s,.!，。！])[\s,.!，。！]*"
    r"(?:please|pls|thanks|thank you|por favor|bitte|s'il (?:te|vous) pla[iî]t|ji)?[\s,.!，。！]*)+",
)
ONLY_YES_REST = _any(
    r"^(?:(?:(?:i (?:do|confirm|agree|am sure|want (?:it|that|to)|would|will)|do (?:it|that|so)|go (?:ahead|on|for it)|(?:please )?(?:add|return|exchange|cancel|change|remove|"
    r"take|buy|order|confirm|proceed|continue|place|book|put|swap|make|send|delete)\b[^?]{0,60}|that (?:one|is right|is correct|works)|that's (?:right|correct|it|fine|the one)|"
    r"all of (?:it|them)|both(?: of them)?|with (?:it|that|both)|just (?:one|that)|only (?:one|that)|(?:one|two|three|\d{1,2}) (?:pieces?|of them|units?|pcs)|(?:and )?(?:the )?other(?: one)?(?: too| as well)?|"
    r"if anything[^?]{0,60}|(?:and )?(?:anything|everything)[^?]{0,60}|please|thanks|thank you|now|the (?:first|second|last) one|hágalo|hazlo|añádelo|mach das|fais-le|faites-le|kar do|ja bitte)"
    r"[\s,.!]*)*)$",
)
NO = _any(
    r"^\W*(?:no|nope|nah|na|no way|not now|not really|don't|do not|never mind|nevermind|cancel that|forget it|leave it|stop|rather not|i'd rather not|better not|"
    r"nahi|nahin|mat karo|rehne do|nein|lieber nicht|non|laisse tomber|不|不要|不用|算了|no gracias)(?=$|[\s,.!，。！了])",
)
CHANGED_YES = _any(r"\b(?:but|except|instead|unless|only if|rather|actually|wait|before|first tell|if the|if it|make it|change|different|pero|aber|mais|lekin)\b")  # fmt: skip

_STRONG: tuple[tuple[ActName, re.Pattern[str]], ...] = (
    (
        "handoff",
        _any(
            r"\b(?:talk|speak|chat|connect|transfer|put|pass|hand|escalate|get|give|want|need|call)\b.{0,25}\b(?:to |with |through to |over to |on to |for )?(?:an? |the |your |some)?(?:real |actual |live |human )?"
            r"(?:person|human|agent|representative|rep|manager|supervisor|somebody real|someone real|staff(?: member)?|operator|colleague)\b(?! (?:reviews?|bought|size))",
            r"\b(?:real|live|actual) (?:person|human|agent)\b",
            r"\b(?:hablar|comunicar)\w* con (?:una persona|un humano|un agente|alguien)|mit (?:einem menschen|einem mitarbeiter|jemandem) (?:sprechen|reden)|parler à (?:un humain|une personne|un conseiller|quelqu'un)|insaan se baat|人工|转人工",
        ),
    ),
    (
        "injection",
        _any(
            r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:previous|prior|above|earlier|all|your|the|these)\b.{0,20}\b(?:instructions?|rules?|prompts?|guidelines|directives|restrictions|training)\b",
            r"\b(?:system|developer|initial|hidden|original|secret) (?:prompt|instructions?|message)\b",
            r"\byou are (?:now|no longer)\b.{0,60}|\bpretend (?:to be|you are|you're)\b|\bact as (?:a|an|if|my)\b|\bjailbreak|\bDAN mode|\bdeveloper mode|\b(?:admin|debug|god|root) mode\b",
            r"(?:^|\n)\s*(?:system|assistant|developer|user)\s*:|<\|?/?(?:system|im_start|im_end|assistant|user|inst)\|?>|\[/?INST\]|###\s*(?:system|instruction)",
            r"\b(?:internal|hidden|your) (?:tools?|functions?|apis?)\b.{0,40}\b(?:list|names?|parameters?|schemas?|arguments?)\b|\b(?:list|print|show|reveal|dump|name)\b.{0,30}\b(?:internal|hidden) (?:tools?|functions?|apis?|rules|config)",
            r"\brepeat (?:the|everything|all)\b.{0,20}\b(?:above|before this)\b|\bdrop table\b|<script\b|\bselect \* from\b",
        ),
    ),
    (
        "privacy_probe",
        _any(
            r"\b(?:who|which (?:people|customers?|users?)|other (?:people|customers?|users?|buyers?))\b.{0,40}\b(?:bought|ordered|purchased)\b.{0,80}\b(?:name|names|phone|number|email|address|contact|details)",
            r"\b(?:name|phone|email|address|contact|telephone|personal)s?\b.{0,30}\b(?:of|for|from|about)\b.{0,25}\b(?:other|another|previous|last|all|your|any|some|these|those|the) (?:customers?|buyers?|users?|people|clients?|reviewers?|shoppers?|person who)",
            r"\b(?:who|tell me who)\b.{0,10}\b(?:bought|ordered|purchased|has bought|have bought|wrote)\b.{0,60}(?:lately|recently|last|today|yesterday|this week|before me|review)",
            r"\b(?:other|another|someone else's|somebody else's|my (?:neighbou?r|wife|husband|ex|friend|boss|colleague)(?:'s|s)?) (?:customers?'?s? |person's |user's )?(?:order|address|account|phone|email|purchases?|basket|cart|card)\b",
        ),
    ),
    (
        "cart_view",
        _any(
            r"\b(?:what(?:'s|’s| is| do i have| have i got| did i put)?|show|see|view|read|open|check|list|display|look at)\b.{0,25}\b(?:my|the|our) (?:shopping )?(?:cart|basket|bag|trolley)\b",
            r"\b(?:is|are) (?:there )?(?:anything|something|any items?)\b.{0,10}\bin (?:my|the) (?:cart|basket|bag)\b|^\W*(?:my )?(?:cart|basket|warenkorb|panier|carrito)\W*$|\bhow much is (?:in )?(?:my|the) (?:cart|basket)",
            r"\b(?:qué (?:hay|tengo)|muestra|ver|mostrar?me?)\b.{0,20}\bcarrito|\b(?:was|zeig)\b.{0,30}\b(?:warenkorb|einkaufswagen)|(?:montre|qu'est-ce|voir|qu'y a).{0,30}\bpanier|cart (?:me|mein|main) kya|cart dikha|购物车(?:里|有|看)|看.{0,4}购物车",
        ),
    ),
    (
        "cart_remove",
        _any(
            r"\b(?:remove|delete|take|drop|kick|clear|get rid of|throw|empty)\b.{0,40}\b(?:from|out of|off|in)?\s*(?:my|the) (?:shopping )?(?:cart|basket|bag|trolley)\b",
            r"^\W*(?:please )?(?:take|remove|delete|throw) (?:it|that|this|them|those|that one|both)(?: one)?(?: back)? ?(?:out|off|away|again|from it)?(?: again)?(?:,? please)?\W*$",
            r"\b(?:quita|elimina|saca)\w*\b.{0,30}\bcarrito|\b(?:entfern|lösch|nimm)\w*\b.{0,40}(?:warenkorb|raus|heraus)|\b(?:enlève|retire|supprime)\w*\b.{0,30}\bpanier|cart se (?:hata|nikal)|(?:删除|移除|去掉).{0,6}",
        ),
    ),
    (
        "cart_add",
        _any(
            r"\b(?:add|put|place|throw|stick|pop|chuck|drop|toss|include|move|pack)\b.{0,60}\b(?:to|in|into|inside) (?:my|the|our) (?:shopping )?(?:cart|basket|bag|trolley)\b",
            r"^\W*(?:please |pls |can you |could you )?add (?:it|that|this|them|both|that one|this one|those|the (?:first|second|third|last|cheaper|cheapest|other)(?: one)?|one|two|three|\d+)\b[^?]{0,25}\W*$",
            r"\b(?:i'?ll|i will|i want to|i'd like to|let me|let's) (?:take|have|buy|grab|get|order) (?:it|that|this|them|both|that one|this one|those|the (?:first|second|third|last|cheaper|cheapest|other)(?: one)?|one of (?:those|them|these))\b",
            r"\b(?:añade|añádel|agrega|agrégal|pon|ponl|mete)\w*\b.{0,40}(?:carrito|cesta)|(?:in den|zum) (?:warenkorb|einkaufswagen)|(?:au|dans (?:le|mon)) panier|cart (?:me|mein|main) (?:daal|dal|add|rakh)|(?:加入|加到|放(?:进|入|到)).{0,4}购物车",
        ),
    ),
    (
        "show_more",
        _any(
            r"^\W*(?:please |pls |can you |could you |ok |okay )?(?:show|give|list|see|display|bring|get)?\s*(?:me |us )?(?:some |a few |any |\d+ )?more(?: (?:of (?:them|these|those)|results?|options?|choices?|products?|items?|please|like (?:these|those|this|that)))*\W*$",
            r"\b(?:anything|what) else(?: do you have| is there| have you got| you have)?\W*$|^\W*(?:next|next page|more|others?|see more|keep going|any others?|other options|more options|more results)\W*(?:please)?\W*$",
            r"^\W*(?:muestra|muéstrame|ver|dame|enseña|enséñame)?\s*m[áa]s(?: opciones| resultados| productos)?\W*$|^\W*(?:zeig(?:e)? mir )?(?:mehr|weitere)(?: davon| ergebnisse| produkte)?\W*$|^\W*(?:montre-moi|montrez-moi|affiche)?\s*(?:plus|d'autres)(?: de résultats| options| produits)?\W*$|^\W*(?:aur (?:dikhao|dikha do|dikhaiye|options))\W*$|^(?:还有(?:吗|别的吗|其他的吗)?|更多|换一批|再看看)[？?。]*$",
        ),
    ),
    (
        "greet",
        _any(
            r"^\W*(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|namaste|namaskar|hola|buenos d[ií]as|buenas(?: tardes| noches)?|hallo|guten (?:tag|morgen|abend)|moin|servus|bonjour|bonsoir|salut|你好|您好|嗨|ciao|olá)(?: there| everyone| team| all| again| ji| bhai)?\W*$",
        ),
    ),
    (
        "thanks",
        _any(
            r"^\W*(?:(?:many |no,? )?thanks|thank you|thx|thnx|ty|cheers|much appreciated|appreciate it|gracias|muchas gracias|danke(?: schön| sehr)?|vielen dank|merci(?: beaucoup)?|shukriya|dhanyavad|谢谢|多谢)(?: (?:so much|a lot|very much|again|a ton|for (?:your|the) help|man|mate))?\W*$",
        ),
    ),
    (
        "goodbye",
        _any(
            r"\b(?:bye|goodbye|good bye|see (?:you|ya)|cya|farewell|have a (?:nice|good|great) (?:day|one|evening)|good night|adi[oó]s|hasta (?:luego|pronto)|tschüss|auf wiedersehen|au revoir|alvida|phir milenge)\b|再见|拜拜",
        ),
    ),
)

_HINTS: tuple[tuple[ActName, re.Pattern[str]], ...] = (
    (
        "compare",
        _any(
            r"\bcompar(?:e|es|ed|ison|ing)\b|\bdifferen(?:ce|t from|ces)\b|\bversus\b|\bvs\b|which (?:one )?(?:is|of .* is) better\b(?! rated)|\bbetter (?:than|choice)\b|comparar?|diferencia|vergleich|unterschied|compare[rz]|différence|fark|区别|比较|对比"
        ),
    ),
    (
        "review_question",
        _any(
            r"\breviews?\b(?! of my)|\bcomplain(?:ts?|ed)?\b(?! to)|\bgripes?\b|\bpeople (?:say|think|like|hate|love|dislike)|(?:buyers|customers|users|owners|others) (?:say|think|like|love|hate|complain|dislike|report|mention)|\bopinions?\b|\breseñas|bewertungen|avis\b|评价|口碑"
        ),
    ),
    (
        "policy_question",
        _any(
            r"\b(?:return|refund|warranty|guarantee|shipping|delivery|exchange|cancellation|privacy|price[- ]match\w*) (?:policy|policies|rules?|terms|cost|costs|charge|charges|fee|fees|time|window|period)\b|\b(?:do|can|will) you (?:deliver|ship|match|accept|take (?:it )?back|take (?:amex|american|visa|paypal|cash|upi|cheques?)|gift[- ]?wrap|price)|\bfree (?:delivery|shipping)\b|\bhow (?:long|much) (?:does|is|do|will) (?:the )?(?:delivery|shipping|a refund|refunds?)|\b(?:cash on delivery|emi|cod|instal?lments?|gift cards?|promo codes?|discount|coupons?|student)\b|\bopening hours|\bhelp desk|\bsupport (?:hours|team)|\bsundays?\b|\btoo late to (?:return|cancel)|\bcan i (?:return|exchange|send (?:it )?back)|\bpay (?:for|by|with|in)\b.*\b(?:delivery|card|cash)|\b(?:envío|devoluci[oó]n|garantía)\b|\b(?:versand\w*|rückgabe\w*|garantie|lieferzeit)\b|\b(?:livraison|retour|remboursement)\b|\bwapas|退货|保修|运费|发货"
        ),
    ),
    (
        "order_track",
        _any(
            r"\b(?:where(?:'s| is| are)|track|status of|when (?:will|does|is)|has .* (?:shipped|arrived))\b.{0,40}\b(?:order|parcel|package|delivery|shipment|stuff)\b|\btracking\b|\bdid (?:it|that) (?:work|go through)|\bwent through\b|\bpedido\b.*\bdónde|\bdónde\b.*\bpedido|\bwo\b.*\b(?:bestellung|paket)|\boù\b.*\b(?:commande|colis)|order kahan|快递|订单.*(?:哪|到)"
        ),
    ),
    (
        "order_list",
        _any(
            r"\b(?:my|all|list|past|previous|recent|last) (?:\w+ )?orders\b|\border history\b|\bwhat (?:have|did) i (?:order|buy|bought)"
        ),
    ),
    (
        "order_action",
        _any(
            r"\b(?:cancel|return|exchange|swap|send(?:ing)? back|refund|change|modify|undo|replace)\b.{0,60}\b(?:order|item|it|them|address|address|size|payment|card|one|two|everything|laptop|shoes)\b|\bsend(?:ing)? (?:it|them|back|the)\b.{0,40}\bback\b|#W\d{7}|\bmy money back\b|\bdefault address\b|cancela\w*|storniere\w*|annule[rz]?|cancel kar|取消"
        ),
    ),
    (
        "haggle",
        _any(
            r"\b(?:best|last|final) (?:price|offer)\b|\blet me have it for\b|\bknock (?:off|something)|\bdiscount for me\b|\bgive (?:it to )?me (?:for|at) \d|\b(?:can|could) you do (?:it for )?\W?\d|\band i'm in\b|\bi'll (?:pay|give)(?: you)? \W?\d|kam (?:karo|kar do)|便宜点"
        ),
    ),
    (
        "price_question",
        _any(
            r"\bhow much (?:is|are|does|do|for|would)\b|\bwhat(?:'s| is| was| does| would| do)\b.{0,50}\b(?:price|cost|pay)\b|\bprice of\b|\bcu[aá]nto (?:cuesta|vale)|\bwas kostet|\bcombien (?:coûte|ça)|kitne (?:ka|ki)|\bkya price|多少钱|价格"
        ),
    ),
    (
        "stock_question",
        _any(
            r"\b(?:in|out of) stock\b|\bavailable\b|\bhow many .* left\b|\bback in stock\b|\bwarehouse\b|有货|库存|verfügbar|auf lager|disponible|en stock"
        ),
    ),
    (
        "capabilities",
        _any(
            r"\bwhat (?:do|can) you (?:sell|do|offer|have here)\b|\bwhat (?:sort|kind|type) of (?:stuff|things|products|goods)\b|\bhow can you help|\bwhat (?:categories|brands) do you|\bwho are you\b|\bare you (?:a )?(?:bot|human|robot|ai)\b|你能做什么|你们卖什么"
        ),
    ),
    (
        "profile",
        _any(
            r"\bwhat do you (?:know|remember) about me\b|\bforget (?:what|everything|that) (?:you know|about me|i)|\bmy (?:default )?address\b|\bremember (?:that|my)\b|\bdelete my data\b|\bgift card balance|\bon my gift card"
        ),
    ),
    (
        "recommend",
        _any(
            r"\brecommend\w*|\bsuggest\w*|\bwhat (?:would|should) (?:you|i) (?:buy|get|pick|take)|\bany (?:ideas|tips)\b|\bgift (?:for|ideas?)|\bsomething (?:nice|useful|for)\b|\bhelp me (?:choose|find|pick)|\bempfiehl|\brecomienda|\bconseill|推荐"
        ),
    ),
    (
        "complaint",
        _any(
            r"\b(?:rubbish|garbage|terrible|awful|worst|useless|ridiculous|unacceptable|disgusting|scam|furious|fed up|disappointed|angry|joke|crap|pathetic|broken|died on me|defective)\b|kaput\b|bakwas|ghatiya|差劲|垃圾"
        ),
    ),
    (
        "smalltalk",
        _any(
            r"\bhow(?:'s| is| are) (?:you|your day|it going|things|life)|\bwhat's up\b|\bare you (?:ok|well|there|real)|\btell me a joke|\bnice (?:to meet|weather)|^\W*(?:ok|okay|good|great|cool|nice|perfect|fine|alright|all right|fair enough|i see|got it|i will|right|sorry|hmm+|oh|wow|lol|haha\w*)\W*$|¿?cómo estás|wie geht|ça va|kaise ho|kya haal"
        ),
    ),
    (
        "out_of_scope",
        _any(
            r"\b(?:python|javascript|java|code|function|essay|poem|recipe|weather|capital of|president|election|politic\w*|paracetamol|ibuprofen|dosage|dose|fever|symptom|homework|translate|stock market|bitcoin|football score|joke)\b.*"
        ),
    ),
)

_REFINE = _any(
    r"^\W*(?:and |but |then |now |ok |okay |also |only |just |actually |or |maybe )*(?:(?:in|with|without|under|below|above|over|less than|more than|up to|max|not|no|anything but|except|any brand|only|just|"
    r"cheaper|dearer|bigger|smaller|lighter|better|something (?:cheaper|better|else)|same|keep it|it (?:also )?(?:has to|must|should)|make (?:it|that)|budget|for (?:less|under)|between|at most|at least|"
    r"from (?!my)|of that|i need (?:it|\d)|i only have|i want (?:it|them) )\b)",
    r"\b(?:cheaper|less expensive|smaller|bigger|larger|another (?:brand|colou?r)|different (?:brand|colou?r)|other brands?|más barato|günstiger|billiger|moins cher|sasta|便宜)\b",
    r"^\W*(?:only|just) .{2,40}(?:ones?)?\W*(?:please)?\W*$",
)
_SEARCH = _any(
    r"\b(?:looking for|look for|searching|search for|find me|find|i need|i want|do you (?:have|sell|stock|carry)|show me|any|have you got|got any|i'd like|need a|want a|buy a|get a|which .* do you have|mujhe|chahiye|"
    r"busco|quiero|necesito|tienen|ich suche|ich brauche|habt ihr|haben sie|je cherche|je voudrais|avez-vous|dikhao|我想(?:买|要)|有没有|找)\b|我想|有没有|推荐",
)
_QUESTION = _any(r"\?|^\W*(?:what|which|how|does|do|is|are|can|will|has|have|who|when|where|why|qué|cuál|was|wie|welche|quel|quelle|kya|kitna)\b")  # fmt: skip
_ORDERISH: frozenset[ActName] = frozenset({"order_action", "order_track", "order_list"})


def strong_acts(clause: str) -> list[ActName]:
    """Acts whose wording leaves no doubt, in table order; at most a few."""
    acts = [name for name, pattern in _STRONG if pattern.search(clause)]
    if "cart_remove" in acts and "cart_add" in acts:
        acts.remove("cart_add")
    if "cart_view" in acts and ("cart_add" in acts or "cart_remove" in acts):
        acts.remove("cart_view")
    return acts


def is_plain_yes(clause: str) -> bool:
    """A yes to what was asked and nothing else: "Yes, add it.", never "yes, but in black"."""
    match = YES.match(clause)
    if not match or "?" in clause:
        return False
    rest = clause[match.end() :]
    return not CHANGED_YES.search(rest) and bool(ONLY_YES_REST.match(rest.strip()))


def is_no(clause: str) -> bool:
    """Starts with an explicit no."""
    return bool(NO.match(clause))


def guess_acts(clause: str, context: ReadingContext) -> list[tuple[ActName, float]]:
    """Acts by key words alone: the fallback when no trained model is at hand. Always at least one."""
    found: list[tuple[ActName, float]] = [(name, 0.95) for name in strong_acts(clause)]
    if found:
        return found[:2]
    for name, pattern in _HINTS:
        if pattern.search(clause):
            return [(name, 0.7)]
    if context.has_active_search and _REFINE.search(clause) and not _QUESTION.search(clause):
        return [("refine", 0.7)]
    if _SEARCH.search(clause):
        return [("search", 0.7)]
    if context.previous_acts and context.asked in ("which_product", "which_order", "identity", "details"):
        return [(context.previous_acts[-1], 0.6)]
    if _QUESTION.search(clause) and (context.has_focus_product or context.shown_count):
        return [("product_question", 0.55)]
    if context.previous_acts and set(context.previous_acts) & _ORDERISH:
        return [(next(a for a in reversed(context.previous_acts) if a in _ORDERISH), 0.5)]
    if _QUESTION.search(clause):
        return [("product_question", 0.5)]
    return [("refine" if context.has_active_search and len(clause.split()) <= 4 else "search", 0.5)]
