"""Sentences that tell nothing, in seven languages, and sentences that only look like them."""

from __future__ import annotations

import time

import pytest

from bridge.core.words.languages.courtesies import is_courtesy

NOTHING = (
    "Hello Ada, Bo here!",
    "Bye, have a nice day!",
    "You're welcome 🙂",
    "Is there anything else I can help you with?",
    "Please let me know if you have any other questions.",
    "Let me check that for you.",
    "Kind regards,",
    "Guten Tag, hier ist Bo",
    "Vielen Dank für Ihre Nachricht!",
    "Kann ich sonst noch etwas für Sie tun?",
    "Ich wünsche Ihnen noch einen schönen Tag!",
    "Mit freundlichen Grüßen",
    "Einen Moment bitte",
    "Merci beaucoup, au revoir",
    "Bonne journée !",
    "N'hésitez pas à nous contacter",
    "Puis-je vous aider pour autre chose ?",
    "¡Que tenga un buen día!",
    "Muchas gracias por su paciencia",
    "¿Algo más en lo que pueda ayudarle?",
    "Buona giornata, arrivederci",
    "Grazie per l'attesa",
    "Posso aiutarla con altro?",
    "Tenha um bom dia!",
    "Obrigada pela sua mensagem",
    "Posso ajudar em mais alguma coisa?",
    "Nog een fijne dag!",
    "Dank u wel, tot ziens",
    "Kan ik u nog ergens mee helpen?",
    "…",
    "👋",
    "Bo",
)
SOMETHING = (
    "Done",
    "Yes.",
    "No",
    "I am sorry",
    "I have refunded you 40 €.",
    "Your parcel is great",
    "Please wait two days",
    "Thanks to the refund you pay nothing",
    "Ihr Paket kommt morgen",
    "Das Problem ist gelöst",
    "Votre colis est parti",
    "Su pedido llega mañana",
    "Il rimborso è partito",
    "O reembolso foi feito",
    "Uw pakket is onderweg",
)


@pytest.mark.parametrize("sentence", NOTHING)
def test_it_tells_nothing(sentence: str) -> None:
    assert is_courtesy(sentence, ["Bo", "Ada Lovelace"])


@pytest.mark.parametrize("sentence", SOMETHING)
def test_it_tells_something(sentence: str) -> None:
    assert not is_courtesy(sentence, ["Bo", "Ada Lovelace"])


@pytest.mark.parametrize("word", ["noch ", "ok ", "anything else ", "ich schaue das das ", "un momento "])
def test_no_sentence_takes_long(word: str) -> None:
    is_courtesy("once, so that the phrases are ready")
    began = time.perf_counter()
    for _ in range(10):
        is_courtesy((word * 80)[:155] + "zzz")
    assert time.perf_counter() - began < 1
