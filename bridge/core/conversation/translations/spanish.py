"""What Fin says of itself in Spanish."""

from __future__ import annotations

from bridge.core.conversation.texts import Texts

TEXTS = Texts(
    to_team="Le paso con nuestro equipo. Le responderán aquí mismo.",
    no_answer=(
        "No he encontrado respuesta a eso, así que le paso con nuestro equipo. Le responderán aquí mismo."
    ),
    nobody_replied="Para que no tenga que esperar, lo paso a nuestro equipo. Le responderán aquí mismo.",
    fin_late=(
        "Ahora mismo no puedo responder a eso, así que le paso con nuestro equipo. Le responderán aquí mismo."
    ),
    unsure=(
        "No pude confirmar si se hizo, y no lo he intentado otra vez. Nuestro equipo lo está "
        "comprobando y le responderá aquí mismo."
    ),
    glad="¡Me alegro de haber ayudado! Escriba cuando quiera si hay algo más.",
    tell_more="Siento que no haya servido. ¿Puede decirme con otras palabras qué busca?",
    offer="Lamento las molestias. ¿Le paso con nuestro equipo? O cuénteme más, y sigo ayudándole.",
    desk_late=(
        "Pasarlo al equipo tarda más de lo habitual. Sus mensajes están a salvo y en orden: no hace "
        "falta que los escriba otra vez."
    ),
    desk_refused=(
        "Sus mensajes están a salvo, pero todavía no he podido pasarlos al equipo. Nuestros "
        "técnicos están avisados, y el equipo los recibirá en cuanto se arregle."
    ),
    chat_over="El chat con {agent} ha terminado y ya estoy de vuelta.",
    chat_over_alone="El chat ha terminado y ya estoy de vuelta.",
    chat_words="Lo último que escribió {agent}: «{words}»",
    chat_file="{agent} le envió un archivo; se queda aquí.",
    chat_files="{agent} le envió {count} archivos; se quedan aquí.",
    chat_went_through="Lo que yo había empezado antes ya se ha completado: «{what}».",
    chat_solved="Su solicitud consta como resuelta.",
    chat_pending="El equipo espera su respuesta.",
    chat_open="El equipo todavía tiene abierta su solicitud.",
    chat_goes_on="Si falta algo, escriba cuando quiera: sigo desde ahí o vuelvo a llamar al equipo.",
    merged="Nuestro equipo sigue con esto en su otra conversación. Sus respuestas llegan allí.",
    chat_in_writing="Nuestro equipo sigue por escrito. Sus respuestas llegan aquí mismo.",
    chat_unanswered=(
        "Lo siento: nadie de nuestro equipo ha podido atender su chat. Puedo dejarles su petición y "
        "le responderán aquí en cuanto puedan. O cuénteme más y sigo ayudando."
    ),
    ticket_button="Dejárselo al equipo",
    found_nothing="No he encontrado una respuesta a eso.",
    retry="No he podido leer eso como respuesta. ¿Puede intentarlo otra vez?",
    again="Vuelvo a lo que le pregunté: ",
    leave="¿Dejamos «{now}» por ahora y seguimos con «{other}»?",
    still_working="Todavía espero respuesta a eso. Escribiré aquí en cuanto la tenga.",
    takes_longer="Esto tarda un poco más de lo habitual. Sigo en ello.",
    anything_else="¿Puedo ayudarle en algo más?",
    helped_button="Me ha ayudado",
    team_button="Hablar con el equipo",
    yes_button="Sí",
    no_button="No",
    shall_i="¿Quiere que lo haga?",
    what_is="Por favor, indíqueme: {name}",
)
