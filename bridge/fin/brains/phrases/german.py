"""What people say around their questions in German."""

from __future__ import annotations

from bridge.fin.brains.phrases.phrase_table import Phrases

PHRASES = Phrases(
    language="de",
    sets={
        "person": (
            "mensch|menschen|mitarbeiter|mitarbeiterin|mitarbeitern|berater|beraterin|kundenberater|person|"
            "kollege|kollegen|kollegin|agent|agenten|sachbearbeiter|echten_menschen|ansprechpartner|"
            "vorgesetzten"
        ),
        "anyone": (
            "jemand|jemanden|jemandem|support|kundenservice|kundendienst|service|team|kundensupport|"
            "leuten|einem_von_euch"
        ),
        "a": (
            "ein|einen|einem|einer|eine|den|der|dem|die|euren|eurem|ihrem|ihren|echten|richtigen|"
            "lebenden|realen"
        ),
    },
    nots="nicht|kein|keine|keinen|nie|niemals|nichts|kaum|ohne",
    asks=(
        "wie|was|wo|wann|warum|wer|welche|welcher|welches|wieso|woher|wohin|kann|konnen|ist|sind|"
        "hat|haben|gibt"
    ),
    team=(
        "mit ~ {person}|{anyone} ~ sprechen|reden|chatten|telefonieren|schreiben|verbinden|verbunden",
        "sprechen|reden|chatten|spreche|rede|telefonieren ~ mit ~ {person}|{anyone}",
        "verbinde|verbinden|verbindet|leite|leiten|stell|stellen ~ {person}|{anyone}",
        (
            "brauche|will|mochte|wunsche|verlange|hatte_gern|hatte_gerne|geben_sie_mir|gib_mir {a}? "
            "{a}? {person}"
        ),
        "^ bitte? {a}? {a}? {person} bitte? $",
        "^ kundenservice|kundendienst|support|live_chat bitte? $",
        "ist|sind|gibt_es ~ {person} da|hier|erreichbar|verfugbar $",
        "ruft|rufen|ruf sie? mich an|zuruck",
        "ruckruf bitte $",
        "nicht|kein|keinen ~ bot|roboter|chatbot|maschine|ki",
    ),
    helped=(
        "hat mir|uns? sehr|wirklich|gut? weiter? geholfen|weitergeholfen",
        "^ geholfen|hilft|hilfreich ~ $",
        "das|es|die_antwort ~ hilft|hilfreich",
        "das|es|jetzt|alles ~ funktioniert|klappt|geklappt ~ $",
        "^ funktioniert|klappt|erledigt|gelost|verstanden ~ $",
        "problem|frage|alles|hat_sich ~ gelost|erledigt|geklart|beantwortet",
        "^ perfekt|super|prima|toll|spitze|klasse|wunderbar|ausgezeichnet|bestens",
        "^ alles klar|gut|bestens $",
        "^ ja|jo|jep|jap $",
        "^ ja das|es hat|ist|tut $",
        "^ keine ~ weiteren|fragen ~ $",
        "das war|wars schon? alles? $",
    ),
    not_helped=(
        "hat|hilft|half mir|uns? leider|gar|uberhaupt|auch? nicht ~ geholfen|weiter|weitergeholfen|geholfen",
        "hilft|half mir|uns? leider|gar|uberhaupt|auch? nicht ~ $",
        "nicht hilfreich|geholfen|geklappt|beantwortet",
        "das ~ funktioniert|klappt ~ nicht",
        "beantwortet|ist ~ nicht meine|die|was ~ frage|ich ~ $",
        "nicht was ich ~ gefragt|meine|meinte|gemeint|wollte|brauche|suche",
        "falsche|schlechte antwort|auskunft",
        "du|sie|ihr verstehst|verstehen|versteht ~ nicht",
        "das stimmt|ist nicht|falsch|quatsch|unsinn|nutzlos",
        "^ nein|ne|nee|nutzlos|leider_nicht|leider_nein $",
        "immer_noch|geht|funktioniert_immer_noch nicht $",
        "habe_ich|hab_ich schon|bereits ~ versucht|probiert|gemacht|gelesen",
    ),
    upset=(
        "unverschamt|unverschamtheit|frechheit|skandal|skandalos|lacherlich|inakzeptabel|zumutung|sauerei",
        "saftladen|scheisse|scheiss|verarschen|verarscht|verarsche|betruger|abzocke|idioten|schweinerei",
        "bin|werde ~ sauer|wutend|stinksauer|stocksauer|zornig|emport",
        "schnauze|nase voll",
        "mir|jetzt reicht_es|reichts|langt_es|langts",
        "nie_wieder ~ bestelle|bestellen|kaufe|kaufen|bei_euch|bei_ihnen",
    ),
    thanks=(
        "danke schon|sehr|dir|ihnen|euch|vielmals|dafur|auch? fur_die_hilfe|fur_ihre_hilfe|fur_deine_hilfe?",
        "vielen|besten|herzlichen|tausend dank fur_die_hilfe|fur_ihre_hilfe|fur_die_schnelle_antwort?",
        "^ ok|okay|gut|in_ordnung|nein_danke|alles_klar $",
        "tschuss|auf_wiedersehen|ciao|schonen_tag ~ $",
        "^ einen? schonen tag|abend noch? $",
    ),
    greeting=(
        "^ hallo|hi|hey|moin|servus|gruezi|gruss_gott|tag|huhu zusammen|liebes_team|ihr|team|leute?",
        "^ guten morgen|tag|abend",
        "^ sehr geehrte ~ herren",
        "wie gehts|geht_es_dir|geht_es_ihnen",
    ),
    vague=(
        "^ hilfe|frage|problem bitte? $",
        "habe|hab|hatte ~ frage|problem|fragen|probleme|anliegen",
        "brauche|benotige ~ hilfe|unterstutzung",
        "es gibt ~ problem|probleme",
        "kann|konnen|konnt|konntet|konnten ~ mir ~ helfen",
        "^ es|das|etwas ~ kaputt|defekt|geht_nicht|funktioniert_nicht ~ $",
    ),
    words={
        "hello": "Hallo! Wobei kann ich helfen?",
        "welcome": "Gern geschehen! Schreiben Sie jederzeit, wenn noch etwas ist.",
        "which": "Ich möchte sicher sein, dass ich Sie richtig verstehe. Worum geht es?",
        "what": "Ich helfe gern. Können Sie mit ein paar Worten mehr sagen, worum es geht?",
    },
)
