"""What a small corpus cannot know of its language: words that say little, and words that mean the same.

Both are prior knowledge that fades: little words count as so many imagined passages (see index.py), so
that a corpus of thousands of passages goes by its own frequencies; a synonym is worth less than the word.
"""

from __future__ import annotations

import re

_CONTRACTION = re.compile(r"(?<=\w)['\u2019](?=(?:t|s|re|ve|ll|m|d)\b)", re.IGNORECASE)


def joined(text: str) -> str:
    """English contractions as one word: "don't" is dont; "l'adresse" stays two."""
    return _CONTRACTION.sub("", text)


_LITTLE = {
    "en": """
        a about actually after again ago all already also am an and any anyone anything are as at be
        because been before being bit but by can cannot cant could currently did do does doing done
        dont else even every find for from get gets getting give go goes going got gotta had happen
        happens has have having he hello help her here hey hi his how however i if im in into is
        isnt it its ive just kindly know let like ll long look lot make many may me might more most
        much must my myself need needs no not now of off ok on once one only or other our out over
        please pls possible put re really said same say says see seem seems shall she should shown
        since so some somehow someone something somewhere still such sure take tell than thank
        thanks that the their them then there these they thing things this those to told too try
        trying until up us use used using ve very want wanted wants was way we well were what whats
        when where wheres which while who whom whose why will wish with within without wondering
        wont would yes yet you your yours
    """,
    "de": """
        aber alle als also am an auch auf aus bei bin bis bitte da damit dann das dass dein dem den
        denn der des die dies diese diesen dieser dir doch du ein eine einem einen einer eines er es
        etwas fur gibt habe haben hallo hatte ich ihr ihre ihren im in ist ja jetzt kann kein keine
        konnen konnte lange mache machen mein meine meinem meinen meiner mich mir mit mochte muss
        mussen nach nicht noch nur ob oder ohne schon sehr sein seine sich sie sind so soll sollte
        uber um und uns unser vom von vor wann warum was welche welchen wenn wer werde werden wie
        wieder will wir wird wo wurde zu zum zur
    """,
    "fr": """
        ai ainsi alors apres as assez au aucun aussi autre aux avant avec avez avoir avons bien
        bonjour ca ce cela ces cet cette chez combien comme comment dans de depuis des dois du elle
        en encore est et etait etre eu faire fait faut il ils jai je la le les leur lui ma mais me
        meme mes moi mon ne nos notre nous on ont ou par pas peu peut peux plus pour pourquoi puis
        quand que quel quelle quelles quels qui quoi sa sans se ses si son sont sur ta te temps tes
        toi ton tous tout tres tu un une veux vos votre voudrais vous y
    """,
    "es": """
        al algo algun alguna ante antes aqui asi aun aunque cada como con cual cuales cuando cuanta
        cuanto de del desde donde dos e el ella ellos en entre era es esa ese eso esta estan estar
        estas este esto estos estoy fue ha hace hacer hago han hasta hay hola la las le les lo los
        mas me mi mis mucho muy nada ni no nos nosotros o os otra otro para pero por porque puede
        pueden puedo que quien quiero quisiera se sea ser si sin sobre solo son soy su sus tambien
        tan te tener tengo tiene todo todos tu tus un una uno unos y ya yo
    """,
    "it": """
        abbia ai alla alle allo anche ancora avere avete aveva avuto c che chi ci ciao come con cosa
        cui da dal dalla degli dei del della delle di dopo dove due e ed essere fa faccio fare fino
        gli ha hai hanno ho i il in io la le lei li lo loro lui ma mi mia mie miei mio molto ne nei
        nel nella noi non nostra nostro o per perche piu poco posso puo qual quale quali quando
        quanta quanto quella quello questa queste questi questo qui sa se sei si sia siamo siete
        solo sono sta stato su sua sue sul sulla suo tra tu tua tue tuo tutti tutto un una uno vi
        voglio vorrei vostra vostro
    """,
    "pt": """
        a ao aos ate com como da das de dela dele depois do dos e ela elas ele eles em entre era
        essa esse esta estao estar estas este estou eu faco fazer foi foram gostaria ha isso isto ja
        la lhe mais mas me mesmo meu meus minha minhas muito na nao nas nem no nos nossa nosso num o
        ola onde os ou para pela pelo pode por porque posso quais qual quando quanto que quem quero
        sao se sem ser seu seus so sou sua suas tambem te tem tenho ter teu tinha tu tudo um uma
        umas uns voce voces
    """,
    "nl": """
        aan al alles als altijd andere ben bij dan dat de der deze die dit doch doe doen door dus
        een eens en er ge geen goed haar had hallo heb hebben heeft hem het hier hij hoe hoeveel hun
        iemand iets ik in is ja je jij jou jouw jullie kan kon kunnen lang maar me meer men met mij
        mijn moet moeten na naar niet niets nog nu of om omdat ons onze ook op over te tegen toch
        toen tot u uit uw van veel voor waar waarom wanneer want waren was wat we wel welke werd wie
        wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou
    """,
}
LITTLE = frozenset(word for words in _LITTLE.values() for word in words.split())
"""Words of seven languages that carry no topic; lower case, without diacritics."""

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("parcel", "package", "shipment", "packet"),
    ("delivery", "deliver", "shipping", "shipment", "dispatch", "transport", "transit"),
    ("courier", "carrier", "driver", "postman", "dhl", "ups", "fedex", "dpd", "hermes", "gls"),
    ("order", "purchase"),
    ("item", "product", "article", "goods"),
    ("refund", "reimburse", "reimbursement", "money back", "pay back", "paid back", "repay"),
    ("return", "send back", "give back", "bring back", "ship back", "go back"),
    ("exchange", "swap", "replace", "replacement"),
    ("cancel", "call off", "withdraw", "revoke", "stop"),
    ("damaged", "broken", "broke", "cracked", "crack", "smashed", "torn", "shattered", "dented", "crushed"),
    ("faulty", "fault", "defective", "defect", "malfunction"),
    ("repair", "fix", "mend"),
    ("warranty", "guarantee"),
    ("cost", "price", "fee", "charge", "expensive", "cheap", "how much"),
    (
        "how long",
        "how many days",
        "how quickly",
        "how fast",
        "how soon",
        "when will",
        "days",
        "weeks",
        "duration",
    ),
    ("postage", "shipping", "delivery"),
    ("arrived", "received", "arrival"),
    ("moved", "move", "address", "relocate"),
    ("discount", "voucher", "coupon", "promo", "rebate"),
    ("invoice", "bill", "receipt"),
    ("password", "passcode", "pin"),
    ("login", "log in", "sign in", "log on"),
    ("account", "profile"),
    ("delete", "erase", "remove", "close"),
    ("privacy", "gdpr", "personal data"),
    ("change", "edit", "modify", "update", "correct"),
    ("unsubscribe", "mailing list", "opt out", "stop receiving", "stop sending"),
    ("newsletter", "marketing", "advertising", "mailing list"),
    ("email", "mail", "e mail"),
    ("phone", "telephone", "call", "ring"),
    ("contact", "reach"),
    ("store", "shop", "branch", "showroom"),
    ("open", "opening", "hours"),
    ("abroad", "international", "overseas", "foreign", "countries"),
    ("customs", "duty", "duties", "import"),
    ("payment", "pay"),
    ("declined", "rejected", "refused", "failed"),
    ("credit card", "visa", "mastercard"),
    ("wash", "clean", "laundry", "washing machine"),
    ("size", "measure", "dimension", "measurement"),
    ("lost", "missing", "vanished", "disappeared", "stolen"),
    ("late", "delayed", "delay", "overdue"),
    ("subscription", "plan", "membership"),
    ("upgrade", "downgrade"),
    ("instalments", "installments", "instalment", "installment"),
    ("colour", "color"),
    ("flicker", "blink", "flash"),
    ("uk", "united kingdom", "great britain"),
    ("usa", "united states", "america"),
    ("versand", "lieferung", "liefern", "lieferzeit", "liefert", "geliefert"),
    ("paket", "sendung", "packchen"),
    (
        "rucksendung",
        "retoure",
        "zurucksenden",
        "zuruckschicken",
        "zuruckgeben",
        "ruckgabe",
        "umtausch",
        "umtauschen",
        "zuruck",
        "zuruckgegeben",
    ),
    ("angekommen", "erhalten", "zugestellt"),
    ("verloren", "verschwunden", "nicht angekommen", "nicht erhalten"),
    ("erstattung", "erstatten", "geld zuruck", "ruckerstattung", "gutschrift"),
    ("stornieren", "storno", "kundigen", "abbrechen"),
    ("bestellung", "auftrag", "bestellt"),
    ("envio", "entrega"),
    ("livraison", "expedition"),
    ("remboursement", "rembourser"),
    ("reembolso", "devolucion", "devolver"),
)
"""Groups of what customers and authors of help pages call the same; up to two words each, no diacritics."""
