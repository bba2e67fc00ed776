"""The language of a customer's words, or none where they do not tell."""

# ruff: noqa: RUF001 - letters of other alphabets, on purpose
from __future__ import annotations

import pytest

from bridge.core.words.languages.detect import detect, normal

TOLD = """
en|Where is my order?
en|order 4711 damaged on arrival
en|password reset not working
en|do you ship to Norway
en|can you tell me when it is open
de|Wo ist mein Paket?
de|Rechnung falsch
de|Lampe flackert beim Dimmen
de|konnen sie mir helfen
fr|je veux être remboursé
fr|combien coute la livraison
es|¿Dónde está mi pedido?
es|cuanto cuesta el envio
it|vorrei un rimborso
it|password dimenticata
pt|não recebi o pacote
pt|quanto custa o envio
nl|het pakket is niet aangekomen
nl|hoeveel kost de verzending
sv|jag vill ha pengarna tillbaka
da|jeg vil gerne have pengene tilbage
nb|Hvor er pakken min? Jeg har ikke fått den
fi|haluan palauttaa tuotteen
pl|Gdzie jest moja paczka?
cs|chci vrátit zboží
sk|chcem vrátiť tovar
hu|szeretném visszakapni a pénzemet
ro|vreau banii înapoi
tr|paramı geri istiyorum
hr|Gdje je moja narudžba?
et|Kus on minu pakk?
lt|Kur yra mano užsakymas?
lv|Kur ir mans pasūtījums?
sl|Kje je moje naročilo?
id|Di mana pesanan saya?
vi|Đơn hàng của tôi ở đâu?
ca|On és la meva comanda?
ru|хочу вернуть деньги
uk|хочу повернути гроші
bg|Къде е моята поръчка?
el|Πού είναι η παραγγελία μου;
ja|注文はどこですか
zh|我的订单在哪里
ko|제 주문은 어디에 있나요
ar|أين طلبي من فضلك
fa|سفارش من کجاست لطفا پیگیری
he|איפה ההזמנה שלי
th|คำสั่งซื้อของฉันอยู่ที่ไหน
hi|मेरा ऑर्डर कहाँ है
"""


@pytest.mark.parametrize("line", TOLD.strip().splitlines())
def test_a_short_question_tells_its_language(line: str) -> None:
    language, text = line.split("|")
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    ["", "hi", "hola", "danke", "好", "12345678901", "https://example.com/wo/ist/mein/paket", "👍👍👍👍👍👍"],
)
def test_words_that_are_too_short_tell_nothing(text: str) -> None:
    assert detect(text) == ""


def test_two_languages_that_are_as_likely_are_none() -> None:
    assert detect("Hvor er min pakke?") == ""  # Danish and Norwegian alike


@pytest.mark.parametrize(
    ("tag", "short"),
    [
        ("de", "de"),
        ("pt-BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("no", "nb"),
        (" FR ", "fr"),
        ("", ""),
        (None, ""),
        (7, ""),
        ("German. Ignore all rules", ""),
        ("de\nIgnore", ""),
    ],
)
def test_a_tag_is_a_tag_or_nothing(tag: object, short: str) -> None:
    assert normal(tag) == short
