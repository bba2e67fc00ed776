"""What people say around their questions, in seven languages: data for intent.py, and Fin's own small words.

A phrase is written in lower case, without diacritics. `a|b` is either word, `_` joins the words of one
alternative, `~` stands for up to four words, `x?` may be missing, `^` and `$` are the ends of the clause,
`{name}` is a set of the same language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language.

    Args:
        sets: Words that several phrases share.
        nots: Words that turn the phrase after them into its opposite.
        asks: Words that a question begins with.
        team: Asks for a person. Speaking *of* a person ("the agent told me") is no request.
        helped: Says that it helped.
        not_helped: Says that it did not.
        thanks: Thanks, agreement, good-bye.
        greeting: A greeting.
        vague: Something is the matter, but not what.
        words: What Fin says: `hello`, `welcome` (after thanks), `which` (with topics), `what` (without).
    """

    language: str
    sets: Mapping[str, str]
    nots: str
    asks: str
    team: tuple[str, ...]
    helped: tuple[str, ...]
    not_helped: tuple[str, ...]
    thanks: tuple[str, ...]
    greeting: tuple[str, ...]
    vague: tuple[str, ...]
    words: Mapping[str, str]


ENGLISH = Phrases(
    language="en",
    sets={
        "person": (
            "human|humans|human_being|person|real_person|live_person|agent|live_agent|human_agent|agents|"
            "representative|representatives|rep|operator|advisor|adviser|employee|supervisor|manager|"
            "staff_member|member_of_staff|team_member|colleague|support_agent|customer_service_agent|"
            "customer_service_representative|someone_real|somebody_real|real_human|actual_person|actual_human"
        ),
        "anyone": (
            "someone|somebody|anyone|anybody|people|real_people|team|staff|support|support_team|"
            "customer_support|customer_service|customer_care|live_chat|support_staff"
        ),
        "a": "a|an|the|your|some|any|one_of_your|another|actual|real|live",
    },
    nots="dont|do_not|not|never|without|didnt|doesnt|isnt|wasnt|havent|hasnt|cant|couldnt|nothing|hardly",
    asks="how|what|whats|where|wheres|when|why|who|which|is|are|can|could|do|does|did|will|would|has|have|was",
    team=(
        "talk|speak|chat to|with ~ {person}|{anyone}",
        "talking|speaking|chatting to|with {a}? {a}? {person}",
        "transfer|connect|escalate|forward|hand|pass|put|switch|redirect|refer me|us|this|it ~ {person}|{anyone}",
        "^ escalate this|it|my|please ~ $",
        "need|want|prefer|demand|require|get_me|give_me|send_me|find_me|like {a}? {a}? {person}",
        "contact|reach {a}? {a}? {person}",
        "is|are there {a}? {a}? {person} ~ $",
        "^ is|are there? anyone|anybody|somebody|someone|any_people|a_real_person there|here|around|available $",
        "^ please? {a}? {a}? {person} please|now|asap? please|now? $",
        "^ live_chat|live_support|customer_service|customer_support|support please? $",
        "call|ring|phone me back? please|asap|now|today|tomorrow|at|on",
        "^ please? call|ring|phone me back? $",
        "call_back|callback please|requested|request $",
        "dont|do_not|not want|like|wanna ~ bot|robot|chatbot|machine|ai|computer",
        "no|stop|enough|not bot|bots|chatbot|robot|robots|machine|ai|this_bot|the_bot",
    ),
    helped=(
        "that|this|it|you|which|what really|just|actually|totally|definitely? did? helps|helped|help $",
        "that|this|it|you|which really|just|actually|totally|definitely? helps|helped|works|worked",
        "^ helps|helped|worked|works ~ $",
        "that|this|it|you|answer|info|information ~ helpful|useful",
        "^ very|really|super|so|most? helpful ~ $",
        "works|working now|again|fine|perfectly|like_a_charm|like_new",
        "that|this|it|you|which ~ did|does the trick",
        "that|this|it|which|you ~ fixed|solved|resolved|answered|answers|solves|fixes it|that|this|my|the|everything",
        "^ fixed|solved|resolved|sorted it|now|already? $",
        "problem|issue|question|matter|everything|all is|are|was|has_been|got? solved|fixed|resolved|answered|sorted",
        "^ all|were|im ~ good|clear|set|sorted|done now? $",
        "^ perfect|great|awesome|excellent|wonderful|brilliant|fantastic|amazing|super|lovely",
        "^ yes|yep|yeah|yup|yess $",
        "^ yes|yep|yeah|yup it|that|this did|does|was|is $",
        "got_it|understood|makes_sense|good_to_know|thats_all|that_is_all|thats_it|that_is_it|thats_clear",
        "^ no ~ further|more|other questions|question $",
        "^ nothing_else|nothing_more|thats_everything|that_was_all|just_what_i_needed|exactly_what_i_needed ~ $",
        "what i needed|wanted|was_looking_for $",
    ),
    not_helped=(
        "that|this|it|you|which|answer|article ~ {nots} ~ help|helpful|useful",
        "that|this|which|answer {nots} ~ work|working|right|it|correct|answer",
        "that|this|it {nots} answer|solve|fix my|the|it|that|this|anything",
        "^ it? didnt|did_not|doesnt really? work|help ~ $",
        "^ {nots}|no help|helpful|useful|helping ~ $",
        "still|does|is|its ~ not|doesnt|isnt work|working|solved|fixed|helpful|clear",
        "not|isnt|wasnt what|the_question i ~ asked|meant|mean|need|want|looking|asking|for",
        "not what im ~ asking|looking",
        "wrong|bad|stupid|useless answer|reply|response|info|information",
        "useless|unhelpful|no_luck|not_really|didnt_help|no_help|not_helpful",
        "you {nots} ~ understand|get|understood",
        "^ thats|that_is|this_is|its wrong|incorrect|nonsense|rubbish|useless|not_right|not_true|not_it",
        "already tried|did|read|know|done|checked that|this|it|all_that",
        "^ no|nope|nah|negative $",
        "^ no|nope it|that|this|they didnt|doesnt|did_not|does_not|isnt|wasnt $",
        "^ try_again|again $",
    ),
    thanks=(
        "thank you|u so|very? much?",
        "thanks|thx|thnx|thankyou|cheers|ty a|so|very? lot|much|bunch|million|again?",
        "many_thanks|much_appreciated|appreciate_it|appreciated|appreciate_your_help|i_appreciate_that",
        "^ no thanks|thank_you|thankyou $",
        "^ ok|okay|okey|alright|fine|cool|sure|nice|good|will_do $",
        "bye|goodbye|good_bye|see_you|see_ya|have_a ~ day|weekend|evening|one",
        "have_a_nice|good|great|lovely day|weekend|evening|one $",
    ),
    greeting=(
        "^ hi|hello|hey|hiya|howdy|yo|greetings|heya|helo|hallo there|all|team|everyone|fin|guys|again|folks?",
        "^ good morning|afternoon|evening|day",
        "how are you doing|today? today?",
        "^ dear ~ team|support|sir|madam",
    ),
    vague=(
        "^ please|can_you|could_you|can_someone|i_need|i_want|i_need_your|i_need_some|need? help me? please? $",
        "need|have|got|want|is|theres|facing|experiencing a|an|some|your|another|big|small? help|assistance|problem"
        "|question|issue|problems|questions|issues|trouble|request|concern|inquiry",
        "^ a|an|my|some|another|big? problem|question|issue|trouble|complaint|assistance please|here? $",
        "^ it|this|that|something|everything|mine ~ broken|wrong|broke|defective|damaged|faulty ~ $",
        "^ it|this|something|everything|mine doesnt|does_not|isnt|is_not|wont|will_not|not ~ work|working ~ $",
        "^ not|doesnt|does_not work|working $",
        "^ it|its|this|that|thing is|got|has ~ broken|stuck|stopped ~ $",
        "something|somethings ~ wrong",
        "can|could|would you|somebody|someone ~ help|assist me|us? please?",
        "i am|im stuck|lost|confused $",
    ),
    words={
        "hello": "Hello! What can I help you with?",
        "welcome": "You are welcome! Write any time if there is something else.",
        "which": "I want to be sure that I understand you. Which of these is it about?",
        "what": "I am happy to help. Could you tell me in a few more words what it is about?",
    },
)

GERMAN = Phrases(
    language="de",
    sets={
        "person": (
            "mensch|menschen|mitarbeiter|mitarbeiterin|mitarbeitern|berater|beraterin|kundenberater|person|"
            "kollege|kollegen|kollegin|agent|agenten|sachbearbeiter|echten_menschen|ansprechpartner|vorgesetzten"
        ),
        "anyone": (
            "jemand|jemanden|jemandem|support|kundenservice|kundendienst|service|team|kundensupport|leuten|einem_von_euch"
        ),
        "a": "ein|einen|einem|einer|eine|den|der|dem|die|euren|eurem|ihrem|ihren|echten|richtigen|lebenden|realen",
    },
    nots="nicht|kein|keine|keinen|nie|niemals|nichts|kaum|ohne",
    asks="wie|was|wo|wann|warum|wer|welche|welcher|welches|wieso|woher|wohin|kann|konnen|ist|sind|hat|haben|gibt",
    team=(
        "mit ~ {person}|{anyone} ~ sprechen|reden|chatten|telefonieren|schreiben|verbinden|verbunden",
        "sprechen|reden|chatten|spreche|rede|telefonieren ~ mit ~ {person}|{anyone}",
        "verbinde|verbinden|verbindet|leite|leiten|stell|stellen ~ {person}|{anyone}",
        "brauche|will|mochte|wunsche|verlange|hatte_gern|hatte_gerne|geben_sie_mir|gib_mir {a}? {a}? {person}",
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

FRENCH = Phrases(
    language="fr",
    sets={
        "person": (
            "humain|humaine|etre_humain|conseiller|conseillere|agent|personne|vraie_personne|personne_reelle|"
            "operateur|operatrice|representant|employe|responsable|superieur|collaborateur"
        ),
        "anyone": "quelqu_un|service_client|support|equipe|assistance|sav|service_apres_vente",
        "a": "un|une|l|le|la|votre|d_un|d_une|vrai|vraie|autre",
    },
    nots="pas|jamais|rien|aucun|aucune|sans|ne",
    asks="comment|quand|ou|quel|quelle|quels|quelles|pourquoi|qui|que|est_ce|combien|puis|peut|pouvez|quoi",
    team=(
        "parler|discuter|echanger|chatter|communiquer a|avec|au ~ {person}|{anyone}",
        "parler|discuter|echanger|chatter {a}? {a}? {person}|{anyone}",
        "contact|relation|ligne avec ~ {person}|{anyone}",
        "passez|transferez|passe|transfere|transferer|connectez moi|me|ma ~ {person}|{anyone}",
        "besoin d {a}? {a}? {person}",
        "veux|voudrais|souhaite|aimerais {a}? {a}? {person}",
        "joindre|contacter {a}? {a}? {person}",
        "^ {a}? {a}? {person} s_il_vous_plait|svp|stp? $",
        "^ service_client|support s_il_vous_plait|svp|stp? $",
        "rappelez moi",
        "pas ~ robot|bot|chatbot|machine|ia",
    ),
    helped=(
        "m a|avez|as|ont|aide bien|beaucoup|vraiment? aide",
        "ca|cela|c_est ~ aide|aidee|utile|fonctionne|marche ~ $",
        "^ utile|resolu|regle|compris|parfait|super|genial|excellent|impeccable|nickel ~ $",
        "^ parfait|super|genial|excellent|impeccable|nickel",
        "probleme|question|c_est ~ resolu|resolue|regle|reglee|clair",
        "^ oui|ouais $",
        "^ oui ca|cela|c ~ $",
        "plus|pas d|de autre|autres questions|question",
        "repond ~ a ma question",
        "c_est tout",
    ),
    not_helped=(
        "pas ~ aide|aidee|utile|repondu|resolu|regle|aider",
        "ca|cela|c ~ ne? fonctionne|marche|repond|aide|va|resout ~ pas",
        "pas ce que je ~ demande|demandais|cherche|voulais|veux",
        "pas ma question",
        "mauvaise|fausse reponse",
        "vous|tu ne? m? avez|as|comprenez|comprends ~ pas ~ compris?",
        "^ non|inutile|pas_vraiment|toujours_pas|c_est_faux|ca_n_aide_pas $",
        "deja essaye|fait|lu|vu",
    ),
    thanks=(
        "merci beaucoup|bien|infiniment|a_vous|pour? pour_votre_aide|votre_aide|tout?",
        "^ d_accord|ok|okay|entendu|tres_bien|non_merci|ca_marche|bien $",
        "au_revoir|bonne_journee|bonne_soiree|a_bientot",
        "je vous|te remercie",
    ),
    greeting=(
        "^ bonjour|salut|bonsoir|coucou|hello|hey a_tous|l_equipe|madame|monsieur?",
        "comment allez_vous|ca_va|vas_tu",
    ),
    vague=(
        "^ aide|aidez_moi|a_l_aide|question|probleme|j_ai_besoin_d_aide s_il_vous_plait|svp? $",
        "ai|avoir|rencontre une|un|des|petite|petit? question|probleme|questions|problemes|souci",
        "besoin d aide|assistance",
        "pouvez|peux|pourriez|pouvez_vous|pourriez_vous ~ m aider",
        "^ ca|c_est|il|elle|ceci ~ casse|cassee|marche_pas|fonctionne_pas ~ $",
    ),
    words={
        "hello": "Bonjour ! Comment puis-je vous aider ?",
        "welcome": "Avec plaisir ! Écrivez-nous quand vous voulez s'il y a autre chose.",
        "which": "Je veux être sûr de bien vous comprendre. De quoi s'agit-il ?",
        "what": "Je vous aide volontiers. Pouvez-vous me dire en quelques mots de plus de quoi il s'agit ?",
    },
)

SPANISH = Phrases(
    language="es",
    sets={
        "person": (
            "humano|humana|persona|persona_real|ser_humano|agente|asesor|asesora|representante|operador|operadora|"
            "empleado|empleada|encargado|supervisor|gerente"
        ),
        "anyone": "alguien|soporte|equipo|atencion_al_cliente|servicio_al_cliente|servicio_de_atencion",
        "a": "un|una|el|la|vuestro|su|algun|alguna|otro|otra|con",
    },
    nots="no|nunca|nada|ningun|ninguna|sin|tampoco",
    asks="como|cuando|donde|cual|cuales|que|por|quien|cuanto|cuanta|puedo|pueden|es|hay|tienen",
    team=(
        "hablar|chatear|conversar|comunicarme|conectarme|contactar|contactarme con|a ~ {person}|{anyone}",
        "pasame|paseme|paseme|conecteme|conectame|comunicame|comuniqueme|transfierame|transfiereme|pasenme|transferirme"
        " ~ {person}|{anyone}",
        "quiero|necesito|quisiera|prefiero|deseo|dame|deme {a}? {a}? {person}",
        "^ {a}? {a}? {person} por_favor? $",
        "^ atencion_al_cliente|soporte por_favor? $",
        "hay {a}? {a}? {person}|{anyone} ahi|disponible|aqui",
        "llamame|llamenme|llameme ~ $",
        "no|ningun ~ bot|robot|chatbot|maquina|ia",
    ),
    helped=(
        "me|nos ha|han? ayudado|ayudo|ayuda|sirvio|sirve|servido ~ $",
        "eso|esto|lo ~ ayudado|ayudo|sirvio|sirve|ayuda|util ~ $",
        "ya? funciona|funciono ahora|bien|perfectamente|ya? $",
        "^ perfecto|genial|excelente|estupendo|fantastico|solucionado|resuelto|entendido|listo",
        "problema|duda|pregunta|todo|esta ~ resuelto|resuelta|solucionado|aclarado|claro|aclarada",
        "^ si|sip $",
        "^ si eso|me|lo|funciono ~ $",
        "^ no ~ mas preguntas|dudas $",
        "eso es|era todo",
        "muy|fue util|de_ayuda $",
    ),
    not_helped=(
        "no me|nos|ha|fue|es|era|ha_sido ~ ayudado|ayudo|ayuda|sirvio|sirve|servido|util|sirvieron",
        "no ayuda|ayudo|ayudado|sirve|sirvio|responde|resuelve|soluciona",
        "eso|esto|asi no funciona|funciono|responde|es|era",
        "no es|era lo_que ~ $",
        "respuesta|informacion ~ incorrecta|equivocada|mala|inutil",
        "no me? entiendes|entiende|entendiste|entendio|has_entendido|ha_entendido",
        "^ no|nop|inutil|para_nada|la_verdad_no|todavia_no|sigue_sin_funcionar|sigue_igual $",
        "ya lo|eso? he? probado|intente|intentado|hice|hecho|leido",
    ),
    thanks=(
        "muchas|mil|muchisimas gracias por_su_ayuda|por_tu_ayuda|por_todo|por_la_ayuda?",
        "gracias por_su_ayuda|por_tu_ayuda|por_todo|por_la_ayuda|por?",
        "^ vale|ok|okay|de_acuerdo|bien|bueno|no_gracias $",
        "adios|hasta_luego|chao|buen_dia|que_tenga ~ dia|tarde",
        "agradezco|agradecido",
    ),
    greeting=(
        "^ hola|buenas|buenos_dias|buenas_tardes|buenas_noches|saludos|hey a_todos|equipo|que_tal?",
        "como esta|estas|estan",
    ),
    vague=(
        "^ ayuda|ayudame|ayudenme|pregunta|problema|duda|necesito_ayuda por_favor? $",
        "tengo|hay ~ problema|pregunta|duda|problemas|preguntas|dudas|consulta",
        "necesito ayuda",
        "puede|puedes|podria|podrias|pueden ~ ayudarme|ayudar",
        "^ esta|eso|no|algo roto|rota|funciona|va_mal ~ $",
    ),
    words={
        "hello": "¡Hola! ¿En qué puedo ayudarle?",
        "welcome": "¡De nada! Escríbanos cuando quiera si hay algo más.",
        "which": "Quiero estar seguro de entenderle bien. ¿De qué se trata?",
        "what": "Le ayudo con gusto. ¿Puede decirme con algunas palabras más de qué se trata?",
    },
)

ITALIAN = Phrases(
    language="it",
    sets={
        "person": (
            "umano|umana|essere_umano|persona|persona_reale|persona_vera|operatore|operatrice|addetto|addetta|"
            "consulente|agente|rappresentante|responsabile|dipendente|operatore_umano"
        ),
        "anyone": "qualcuno|assistenza|servizio_clienti|supporto|team|assistenza_clienti",
        "a": "un|una|uno|il|lo|la|vostro|vostra|con|l|altro",
    },
    nots="non|mai|niente|nulla|nessun|nessuna|senza",
    asks="come|quando|dove|quale|quali|che|perche|chi|quanto|quanta|posso|potete|cosa|e|avete",
    team=(
        "parlare|chattare|discutere|comunicare|parlo con ~ {person}|{anyone}",
        "contatto|collegarmi|collegami|connettimi con ~ {person}|{anyone}",
        "passi|passatemi|passami|trasferisci|trasferiscimi|passarmi|trasferirmi|trasferitemi ~ {person}|{anyone}",
        "voglio|vorrei|preferisco|serve|bisogno_di|desidero|datemi|dammi {a}? {a}? {person}",
        "contattare {a}? {a}? {person}",
        "^ {a}? {a}? {person} per_favore|per_cortesia|grazie? $",
        "^ servizio_clienti|assistenza|assistenza_clienti per_favore? $",
        "c e {a}? {person}|{anyone}",
        "richiamatemi|chiamatemi|mi_richiami|mi_chiami ~ $",
        "non|nessun|no ~ bot|robot|chatbot|macchina|ia",
    ),
    helped=(
        "mi|ci ha|hai|avete|e_stato|e_stata? aiutato|aiutata|aiuta|utile|aiutati ~ $",
        "questo|cosi|ora|adesso|mi ~ aiutato|funziona|utile ~ $",
        "^ funziona|risolto|perfetto|ottimo|fantastico|eccellente|capito|chiaro|grandioso|benissimo",
        "problema|tutto|domanda ~ risolto|risolta|chiaro|a_posto",
        "^ si|certo $",
        "^ si mi|questo|ha|funziona ~ $",
        "nessun_altra|non_ho_altre domanda|domande",
        "e tutto $",
        "molto|stato|stata utile|d_aiuto",
    ),
    not_helped=(
        "non mi|ci|e|ha|hai|era|e_stato|e_stata ~ aiutato|aiuta|utile|d_aiuto|risolto|aiutata|servito|serve",
        "non aiuta|funziona|risponde|risolve|serve $",
        "questo|cosi|quello non ~ funziona|va|aiuta|risponde",
        "non e|era quello|cio ~ $",
        "risposta ~ sbagliata|errata|inutile",
        "non mi? hai|ha|avete|capisci|capisce ~ capito?",
        "^ no|inutile|per_niente|non_proprio|ancora_no|purtroppo_no|e_sbagliato $",
        "gia provato|fatto|letto",
    ),
    thanks=(
        "grazie mille|tante|infinite|molte|di_tutto|per_l_aiuto|dell_aiuto|a_voi? per_l_aiuto?",
        "^ ok|okay|va_bene|d_accordo|bene|no_grazie $",
        "arrivederci|buona_giornata|buona_serata|a_presto",
        "ti|la|vi ringrazio",
    ),
    greeting=(
        "^ ciao|buongiorno|buonasera|salve|buon_giorno|buona_sera|hey a_tutti|team?",
        "come stai|sta|state|va $",
    ),
    vague=(
        "^ aiuto|aiutatemi|aiutami|domanda|problema|ho_bisogno_di_aiuto per_favore? $",
        "ho|avrei|c_e ~ problema|domanda|problemi|domande|questione",
        "bisogno di? aiuto|assistenza|d_aiuto",
        "puo|puoi|potete|potrebbe|potresti ~ aiutarmi|aiutare",
        "^ e|si|qualcosa|non ~ rotto|rotta|funziona ~ $",
    ),
    words={
        "hello": "Buongiorno! Come posso aiutarla?",
        "welcome": "Prego! Ci scriva quando vuole se c'è altro.",
        "which": "Vorrei essere sicuro di aver capito bene. Di che cosa si tratta?",
        "what": "L'aiuto volentieri. Può dirmi con qualche parola in più di che cosa si tratta?",
    },
)

PORTUGUESE = Phrases(
    language="pt",
    sets={
        "person": (
            "humano|humana|ser_humano|pessoa|pessoa_real|pessoa_de_verdade|atendente|agente|operador|operadora|"
            "representante|funcionario|funcionaria|gerente|supervisor|assistente_humano|consultor"
        ),
        "anyone": "alguem|suporte|equipe|equipa|atendimento|apoio_ao_cliente|atendimento_ao_cliente|sac",
        "a": "um|uma|o|a|seu|vossa|algum|alguma|com|outro",
    },
    nots="nao|nunca|nada|nenhum|nenhuma|sem|tambem_nao",
    asks="como|quando|onde|qual|quais|que|por|porque|quem|quanto|quanta|posso|podem|e|ha|tem|voces",
    team=(
        "falar|conversar|falo|chat|comunicar|contactar|contatar com|a|ao ~ {person}|{anyone}",
        "transfere|transfira|transferir|passa|passe|passar|conecte|conectar|encaminhe|ligue me|para|a|com ~ "
        "{person}|{anyone}",
        "quero|preciso_de|queria|gostaria_de|prefiro|desejo {a}? {a}? {person}",
        "^ {a}? {a}? {person} por_favor|pf? $",
        "^ atendimento|suporte|apoio_ao_cliente|sac por_favor? $",
        "tem|ha {a}? {a}? {person}|{anyone} ai|disponivel|aqui",
        "liguem_me|me_liguem|me_ligue|ligue_me|me_liga ~ $",
        "nao|nenhum ~ robo|bot|chatbot|maquina|robot|ia",
    ),
    helped=(
        "ajudou|ajuda muito|bastante|sim? $",
        "me|isso|isto ~ ajudou|ajudaram|resolveu|funcionou|util ~ $",
        "ja? funciona|funcionou agora|bem|perfeitamente? $",
        "^ perfeito|otimo|excelente|maravilha|resolvido|entendi|entendido|beleza|fantastico|show",
        "problema|duda|duvida|pergunta|tudo|esta ~ resolvido|resolvida|esclarecido|certo|claro|esclarecida",
        "^ sim $",
        "^ sim isso|ajudou|me|funcionou ~ $",
        "nao_tenho|sem|nenhuma mais|outras|outra? perguntas|duvidas|pergunta",
        "era|e so? isso|tudo $",
        "muito|foi util",
    ),
    not_helped=(
        "nao ~ ajudou|ajuda|util|resolveu|respondeu|adiantou|serviu|serve|responde|resolve",
        "isso|isto|assim nao ~ funciona|funcionou|responde",
        "nao e|era|foi ~ isso|que|o_que ~ $",
        "resposta ~ errada|incorreta|inutil",
        "nao me? entendeu|entende|entendeste|percebeu|percebeste",
        "^ nao|inutil|nem_por_isso|ainda_nao|continua_igual|esta_errado|nada_disso $",
        "ja tentei|fiz|li|experimentei",
    ),
    thanks=(
        "muito? obrigado|obrigada|obg|brigado|brigada|valeu pela_ajuda|por_tudo|pela_resposta|mesmo?",
        "^ ok|okay|certo|esta_bem|ta_bom|tudo_bem|nao_obrigado|nao_obrigada|bom $",
        "adeus|tchau|ate_logo|bom_dia_para ~ $",
        "agradeco",
    ),
    greeting=(
        "^ ola|oi|bom_dia|boa_tarde|boa_noite|ei|alo pessoal|equipe|equipa|a_todos|tudo_bem?",
        "como vai|esta|estao $",
    ),
    vague=(
        "^ ajuda|socorro|pergunta|problema|duvida|preciso_de_ajuda por_favor? $",
        "tenho|estou|ha ~ problema|pergunta|duvida|problemas|perguntas|duvidas",
        "preciso|precisava de? ajuda",
        "pode|podem|podes|poderia ~ ajudar|me_ajudar|ajudar_me",
        "^ esta|isso|nao|algo ~ quebrado|partido|funciona|estragado|avariado ~ $",
    ),
    words={
        "hello": "Olá! Em que posso ajudar?",
        "welcome": "De nada! Escreva quando quiser se houver mais alguma coisa.",
        "which": "Quero ter certeza de que entendi bem. De que se trata?",
        "what": "Ajudo com gosto. Pode dizer-me com mais algumas palavras de que se trata?",
    },
)

DUTCH = Phrases(
    language="nl",
    sets={
        "person": (
            "mens|echt_mens|echte_mens|persoon|echt_persoon|echte_persoon|medewerker|medewerkster|agent|adviseur|"
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

ALL: tuple[Phrases, ...] = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH)
BY_LANGUAGE: Mapping[str, Phrases] = {phrases.language: phrases for phrases in ALL}

SIGNS: Mapping[str, str] = {
    "👍": "helped",
    "✅": "helped",
    "👌": "helped",
    "🎉": "helped",
    "👎": "not_helped",
    "🙏": "thanks",
    "❤": "thanks",
    "😊": "thanks",
    "🙂": "thanks",
    "👋": "greeting",
}
"""What a sign alone means."""
