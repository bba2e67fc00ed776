"""What people say around their questions in Spanish."""

from __future__ import annotations

from bridge.fin.brains.phrases.phrase_table import Phrases

PHRASES = Phrases(
    language="es",
    sets={
        "person": (
            "humano|humana|persona|persona_real|ser_humano|agente|asesor|asesora|representante|"
            "operador|operadora|"
            "empleado|empleada|encargado|supervisor|gerente"
        ),
        "anyone": "alguien|soporte|equipo|atencion_al_cliente|servicio_al_cliente|servicio_de_atencion",
        "a": "un|una|el|la|vuestro|su|algun|alguna|otro|otra|con",
    },
    nots="no|nunca|nada|ningun|ninguna|sin|tampoco",
    asks="como|cuando|donde|cual|cuales|que|por|quien|cuanto|cuanta|puedo|pueden|es|hay|tienen",
    team=(
        "hablar|chatear|conversar|comunicarme|conectarme|contactar|contactarme con|a ~ {person}|{anyone}",
        (
            "pasame|paseme|paseme|conecteme|conectame|comunicame|comuniqueme|transfierame|transfiereme|"
            "pasenme|transferirme ~ {person}|{anyone}"
        ),
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
    upset=(
        "inaceptable|indignante|vergonzoso|vergonzosa|ridiculo|ridicula|lamentable|verguenza",
        "estafa|estafadores|ladrones|mierda|joder|idiotas|incompetentes",
        "estoy ~ harto|harta|furioso|furiosa|enojado|enojada|enfadado|enfadada|indignado|indignada|cabreado",
        "hasta_las narices",
        "nunca_mas ~ compro|comprar|comprare|compraré",
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
