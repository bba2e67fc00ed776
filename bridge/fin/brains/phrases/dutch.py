"""What people say around their questions in Dutch."""

from __future__ import annotations

from bridge.fin.brains.phrases.phrase_table import Phrases

PHRASES = Phrases(
    language="nl",
    sets={
        "person": (
            "mens|echt_mens|echte_mens|persoon|echt_persoon|echte_persoon|medewerker|medewerkster|"
            "agent|adviseur|"
            "collega|vertegenwoordiger|manager|leidinggevende"
        ),
        "anyone": "iemand|klantenservice|support|team|klantendienst|helpdesk|mensen",
        "a": "een|de|het|jullie|uw|je|echte|echt|andere",
    },
    nots="niet|geen|nooit|niets|zonder|nauwelijks",
    asks="hoe|wat|waar|wanneer|waarom|wie|welke|welk|kan|kunnen|is|zijn|hebben|heeft|hoeveel",
    team=(
        "met ~ {person}|{anyone} ~ praten|spreken|chatten|bellen|overleggen|verbonden",
        "praten|spreken|chatten|spreek|praat ~ met ~ {person}|{anyone}",
        "verbind|doorverbinden|verbinden|doorverbonden|schakel ~ {person}|{anyone}",
        "{person}|{anyone} ~ spreken|doorverbonden|doorverbinden",
        "wil|nodig|geef_me|geef_mij|graag|liever {a}? {a}? {person}",
        "heb {a}? {a}? {person} nodig",
        "^ {a}? {a}? {person} alstublieft|graag|aub|alsjeblieft? $",
        "^ klantenservice|helpdesk|support alstublieft|graag|aub|alsjeblieft? $",
        "is er {a}? {a}? {person}|iemand ~ $",
        "bel me|mij terug? ~ $",
        "geen|niet ~ bot|robot|chatbot|machine|computer|ai",
    ),
    helped=(
        "heeft me|mij|ons? goed|erg|echt? geholpen",
        "dat|dit|het ~ helpt|hielp|geholpen|werkt|werkte|nuttig|handig ~ $",
        "^ werkt|opgelost|gelukt|geholpen|duidelijk|begrepen|helder ~ $",
        "^ perfect|geweldig|super|top|prima|fantastisch|uitstekend|mooi",
        "probleem|vraag|alles ~ opgelost|beantwoord|duidelijk|gelukt",
        "^ ja|jawel|jep $",
        "^ ja dat|het|dit ~ $",
        "geen ~ vragen meer? $",
        "dat was|is alles|het",
    ),
    not_helped=(
        "heeft|helpt|hielp|is|was me|mij|ons|dat|dit? helaas|echt? niet ~ geholpen|nuttig|helpen|behulpzaam",
        "helpt|hielp|werkt|werkte me|mij? niet $",
        "dat|dit|zo ~ helpt|hielp|werkt|werkte|klopt me|mij? niet",
        "niet wat|dat ik ~ $",
        "fout|verkeerd|foute|verkeerde antwoord",
        "je|u|jullie begrijpt|begrijpen|snapt|snappen ~ niet",
        "^ nee|neen|nutteloos|helaas_niet|niet_echt|nog_steeds_niet|dat_is_fout $",
        "heb_ik|heb al ~ geprobeerd|gedaan|gelezen",
        "nog_steeds_niet opgelost|duidelijk",
    ),
    upset=(
        "onacceptabel|belachelijk|schandalig|schande|ongehoord|oplichters|oplichting|dieven|klote|verdomme",
        "idioten|debielen",
        "ben ~ woedend|boos|razend|pissig|woest",
        "ben het zat|beu",
        "nooit_meer ~ bestel|bestellen|koop|kopen|bij_jullie",
    ),
    thanks=(
        "hartelijk? dank|bedankt je|u|jullie|voor|wel? wel|voor? voor|de|je|uw|hulp?",
        "dankjewel|dankuwel|dank_je|dank_u|thanks ~ $",
        "^ ok|oke|okay|goed|prima_dank|nee_bedankt|nee_dank_je|in_orde $",
        "tot_ziens|doei|fijne_dag|fijne_avond|prettige_dag",
    ),
    greeting=(
        "^ hallo|hoi|hey|dag|goedemorgen|goedemiddag|goedenavond|goeiemorgen|goedendag allemaal|team|daar?",
        "hoe gaat_het ~ $",
    ),
    vague=(
        "^ help|hulp|vraag|probleem|help_me alstublieft|aub? $",
        "heb|is ~ vraag|probleem|vragen|problemen",
        "hulp nodig",
        "kan|kun|kunt|kunnen ~ me|mij ~ helpen",
        "^ het|dat|iets ~ kapot|stuk|werkt_niet ~ $",
    ),
    words={
        "hello": "Hallo! Waar kan ik mee helpen?",
        "welcome": "Graag gedaan! Schrijf gerust als er nog iets is.",
        "which": "Ik wil zeker weten dat ik u goed begrijp. Waar gaat het over?",
        "what": "Ik help graag. Kunt u met een paar woorden meer zeggen waar het over gaat?",
    },
)
