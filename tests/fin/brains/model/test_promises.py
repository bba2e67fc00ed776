"""What nothing makes true is not said; what is so stays."""

import pytest

from bridge.fin.brains.model.promises import honest

VOWED = {
    "en": [
        "I'll email you the invoice tomorrow.",
        "We will get back to you.",
        "Someone from our team will reach out shortly.",
        "You'll receive a callback within the hour.",
        "I am going to refund you.",
        "I have refunded you.",
        "Expect a call from us tomorrow.",
        "Your refund will be processed within 5 days.",
        "I've forwarded this to billing.",
        "Let me check and come back to you.",
        "I'll look into it and let you know.",
        "Give me a moment while I check your order.",
        "One moment, I'm transferring you.",
        "We shall send a replacement.",
        "A technician will visit you on Monday.",
        "You can expect an email soon.",
        "Your account has been deleted.",
        "I just cancelled it for you.",
        "I've escalated your case.",
        "I'll keep you posted.",
        "I promise you a full refund.",
        "We guarantee a refund.",
        "Your replacement is on its way.",
        "I'll make sure the team sees this.",
        "Rest assured we will fix it.",
        "A ticket has been created for you.",
        "I've opened a ticket.",
        "I've added a note to your account.",
        "I've updated your address.",
        "I have changed your password.",
        "Our team has been notified.",
        "Consider it done.",
    ],
    "de": [
        "Wir melden uns morgen bei Ihnen.",
        "Ich schicke Ihnen die Rechnung per E-Mail.",
        "Ein Kollege ruft Sie zurück.",
        "Sie erhalten morgen einen Anruf.",
        "Ich habe Ihre Bestellung storniert.",
        "Ihre Erstattung wurde veranlasst.",
        "Ich leite das an das Team weiter.",
        "Ich habe das an die Kollegen weitergegeben.",
        "Ich kümmere mich darum.",
        "Wir werden Ihnen das Geld erstatten.",
        "Sie hören von uns.",
        "Ich werde das prüfen und mich melden.",
        "Ihr Konto wurde gelöscht.",
        "Die Erstattung ist unterwegs.",
        "Ich habe Ihre Adresse geändert.",
        "Ich informiere das Team.",
        "Ein Techniker kommt am Montag.",
        "Der Betrag wird Ihnen gutgeschrieben.",
    ],
    "fr": [
        "Nous vous recontacterons demain.",
        "Je vous envoie la facture par e-mail.",
        "Un collègue vous rappellera.",
        "Vous recevrez un appel demain.",
        "J'ai annulé votre commande.",
        "Votre remboursement a été effectué.",
        "Je transmets votre demande à l'équipe.",
        "Nous allons vous rembourser.",
        "Je vous tiendrai au courant.",
        "Votre compte a été supprimé.",
        "J'ai modifié votre adresse.",
        "Nous reviendrons vers vous.",
        "Un technicien passera lundi.",
        "Votre colis de remplacement est en route.",
        "Je m'en occupe.",
    ],
    "es": [
        "Le llamaremos mañana.",
        "Le enviaré la factura por correo.",
        "Un compañero le llamará.",
        "Recibirá una llamada mañana.",
        "He cancelado su pedido.",
        "Su reembolso ha sido procesado.",
        "Paso su caso al equipo.",
        "Vamos a reembolsarle.",
        "Le mantendré informado.",
        "Su cuenta ha sido eliminada.",
        "He cambiado su dirección.",
        "Nos pondremos en contacto con usted.",
        "Un técnico vendrá el lunes.",
        "Me encargo de ello.",
    ],
    "it": [
        "La richiameremo domani.",
        "Le invierò la fattura via e-mail.",
        "Un collega la chiamerà.",
        "Riceverà una chiamata domani.",
        "Ho annullato il suo ordine.",
        "Il rimborso è stato effettuato.",
        "Passo la richiesta al team.",
        "La rimborseremo.",
        "La terrò informata.",
        "Il suo account è stato eliminato.",
        "Ho modificato il suo indirizzo.",
        "Ci metteremo in contatto con lei.",
        "Un tecnico verrà lunedì.",
        "Me ne occupo io.",
    ],
    "pt": [
        "Vamos ligar-lhe amanhã.",
        "Enviarei a fatura por e-mail.",
        "Um colega vai ligar para você.",
        "Receberá uma chamada amanhã.",
        "Cancelei a sua encomenda.",
        "O seu reembolso foi processado.",
        "Encaminho o seu pedido à equipa.",
        "Vamos reembolsá-lo.",
        "Vou mantê-lo informado.",
        "A sua conta foi eliminada.",
        "Alterei a sua morada.",
        "Entraremos em contacto consigo.",
        "Um técnico irá na segunda.",
        "Eu trato disso.",
    ],
    "nl": [
        "Wij bellen u morgen terug.",
        "Ik stuur u de factuur per e-mail.",
        "Een collega belt u terug.",
        "U ontvangt morgen een telefoontje.",
        "Ik heb uw bestelling geannuleerd.",
        "Uw terugbetaling is verwerkt.",
        "Ik geef het door aan het team.",
        "We zullen u terugbetalen.",
        "Ik hou u op de hoogte.",
        "Uw account is verwijderd.",
        "Ik heb uw adres gewijzigd.",
        "We nemen contact met u op.",
        "Een monteur komt maandag langs.",
        "Ik regel het voor u.",
    ],
}
HARMLESS = [
    "Delivery takes 2 to 4 working days.",
    "You can return it within 30 days, and we refund you when it arrives.",
    "Our team is there from 9 to 5.",
    "We ship to Germany.",
    "Press Send in the form and you get a confirmation by e-mail.",
    "If you write to us, our team answers within a day.",
    "Refunds are paid within five days of its arrival.",
    "You can track your parcel in your account.",
    "You will find the label in your account.",
    "The warranty covers it.",
    "Standard delivery will take two days.",
    "Orders that were cancelled are not charged.",
    "What is your order number?",
    "I can help you with that.",
    "Die Lieferung dauert 2 bis 4 Werktage.",
    "Sie können die Lampe innerhalb von 30 Tagen zurückgeben.",
    "Erstattungen werden innerhalb von fünf Tagen gezahlt.",
    "Wie lautet Ihre Bestellnummer?",
    "Sie erhalten eine Bestätigung, sobald Sie bestellt haben.",
    "Wir liefern nach Österreich.",
    "La livraison prend 2 à 4 jours.",
    "Vous pouvez la retourner sous 30 jours.",
    "Quel est votre numéro de commande ?",
    "La entrega tarda de 2 a 4 días.",
    "Puede devolverla en 30 días.",
    "La consegna richiede 2-4 giorni.",
    "Può restituirla entro 30 giorni.",
    "A entrega demora 2 a 4 dias.",
    "Pode devolver em 30 dias.",
    "De levering duurt 2 tot 4 dagen.",
    "U kunt het binnen 30 dagen retourneren.",
]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We will e-mail you tomorrow.", "promise"),
        ("A colleague will reply shortly.", "promise"),
        ("You will hear from us.", "promise"),
        ("Wir melden uns morgen bei dir.", "promise"),
        ("Nous vous rappellerons demain.", "promise"),
        ("I've passed you to our team.", "hand-off"),
        ("An agent is on their way.", "hand-off"),
        ("Ich habe dich an einen Kollegen weitergeleitet.", "hand-off"),
        ("I have refunded your order.", "claim"),
        ("Your refund has been processed.", "claim"),
        ("Here are 90 % off.", "amount"),
        ("You get $1,000.00 back.", "amount"),
    ],
)
def test_a_sentence_that_nothing_makes_true_is_taken_out(text: str, word: str) -> None:
    assert honest(f"It costs 4.90 €. {text}", founded=["4,90 € each"]) == (
        "It costs 4.90 €.",
        frozenset({word}),
    )


@pytest.mark.parametrize(
    "text",
    [
        "I will be happy to help you with that.",
        "You can call us.",
        "If you like, we can check your order.",
        "It takes 3 to 5 days\nand costs €4.90, or 1.000 EUR for 1,000 pieces.",
        "Refunds are paid within 5 days.",
    ],
)
def test_what_is_so_stays(text: str) -> None:
    assert honest(text, founded=["costs 4,90 € and 1000 EUR"]) == (text, frozenset())


def test_what_was_done_may_be_told() -> None:
    assert honest("I have refunded it.", founded=(), is_done=True)[0] == "I have refunded it."


@pytest.mark.parametrize("said", [one for some in VOWED.values() for one in some])
def test_what_nothing_will_do_or_has_done_is_heard_in_seven_languages(said: str) -> None:
    kept, word = honest(f"Hello. {said}", founded=())
    assert kept == "Hello."
    assert word


@pytest.mark.parametrize("said", HARMLESS)
def test_what_promises_nothing_stays_in_seven_languages(said: str) -> None:
    assert honest(said, founded=()) == (said, frozenset())


def test_what_an_article_says_of_everybody_is_no_promise_to_one() -> None:
    article = "You will receive a confirmation by e-mail. Wir prüfen das Paket und erstatten den Betrag."
    for said in (
        "You will receive a confirmation by e-mail.",
        "Wir prüfen das Paket und erstatten den Betrag.",
    ):
        assert honest(said, founded=[article])[0] == said
        assert honest(said, founded=["Lamps need bulbs."])[0] == ""
    assert honest("I will e-mail you.", founded=["I will e-mail you."])[0] == ""


@pytest.mark.parametrize(
    "said",
    [
        "It'll be refunded shortly.",
        "Your order will be\nrefunded twice.",
        "I have made a note and the team has been alerted.",
        "A replacement has been sent out.",
        "The refund has been initiated.",
        "Done, your order is cancelled!",
        "Consider your refund done.",
        "I took care of it.",
        "It's been taken care of.",
        "You've been refunded.",
        "Our manager will personally apologise to you.",
        "You'll be speaking with Anna in a moment.",
        "I'm getting a colleague for you.",
        "I've emailed you the label.",
        "Ich hab das Geld \u00fcberwiesen.",
        "Das Team meldet sich bei Ihnen.",
        "Votre remboursement est en cours.",
        "On vous rappelle demain.",
        "Un t\u00e9cnico ir\u00e1 ma\u00f1ana.",
        "Te paso con un agente.",
        "La metto in contatto con un operatore.",
        "Ci penso io.",
        "Vou transferir voc\u00ea para um agente.",
        "Eu cuido disso.",
        "I **will** *call* you tomorrow.",
        "I_have_refunded_you.",
        "I will\ncall you.",
        "I\u02bcll call you.",
        "\u0399 will call you.",
        "I w\u0456ll \u0441all you.",
    ],
)
def test_a_lie_is_heard_however_it_is_put(said: str) -> None:
    assert honest(f"Hello. {said}", founded=())[0] == "Hello."


@pytest.mark.parametrize(
    "said",
    [
        "Your order has been shipped.",
        "Your order is on its way.",
        "The refund has been issued.",
        "Your refund has been issued.",
        "Ihre Bestellung ist unterwegs.",
        "Su pedido ha sido enviado.",
    ],
)
def test_the_state_that_a_system_reports_may_be_told(said: str) -> None:
    answer = "get_order answered: {'status': 'shipped', 'refund': {'issued': True}}"
    unlike = "get_order answered: {'shipped': False, 'note': 'It is shipped and issued, and so enviado.'}"
    assert honest(said, founded=(), reports=[answer]) == (said, frozenset())
    assert honest(said, founded=(), reports=[unlike])[0] == ""
    assert honest("I have refunded it, it is shipped.", founded=(), reports=[answer])[0] == ""
    assert honest("Your order is cancelled and shipped now.", founded=(), reports=[answer])[0] == ""


@pytest.mark.parametrize(
    "said",
    [
        "Here is how:\n- open the app\n- choose the lamp\nThen press save.",
        "If the lamp is faulty, it will be replaced.",
        "You can take a new one. Your order has two lamps.",
        "Use `refund_state` of *your* order.",
    ],
)
def test_what_only_looks_like_a_lie_stays(said: str) -> None:
    assert honest(said, founded=()) == (said, frozenset())
