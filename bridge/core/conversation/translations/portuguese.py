"""What Fin says of itself in Portuguese."""

from __future__ import annotations

from bridge.core.conversation.texts import Texts

TEXTS = Texts(
    to_team="Vou passar para a nossa equipa. A resposta chega aqui mesmo.",
    no_answer=(
        "Não encontrei resposta para isso, por isso vou passar para a nossa equipa. A resposta "
        "chega aqui mesmo."
    ),
    nobody_replied="Para não ficar à espera, vou passar isto à nossa equipa. A resposta chega aqui mesmo.",
    fin_late=(
        "Neste momento não consigo responder, por isso vou passar para a nossa equipa. A resposta "
        "chega aqui mesmo."
    ),
    unsure=(
        "Não consegui confirmar se foi feito e não tentei outra vez. A nossa equipa está a "
        "verificar e responde aqui mesmo."
    ),
    glad="Que bom que ajudou! Escreva quando quiser se houver mais alguma coisa.",
    tell_more="Lamento que não tenha ajudado. Pode dizer-me por outras palavras o que procura?",
    offer="Lamento o incómodo. Passo-o à nossa equipa? Ou conte-me mais, e continuo a ajudar.",
    desk_late=(
        "Passar isto à equipa está a demorar mais do que o habitual. As suas mensagens estão "
        "seguras e em ordem: não precisa de as escrever outra vez."
    ),
    desk_refused=(
        "As suas mensagens estão seguras, mas ainda não consegui passá-las à equipa. Os nossos "
        "técnicos foram avisados, e a equipa recebe-as assim que estiver resolvido."
    ),
    chat_over="A conversa com {agent} terminou e estou de volta.",
    chat_over_alone="A conversa terminou e estou de volta.",
    chat_words="A última coisa que {agent} escreveu: «{words}»",
    chat_file="{agent} enviou-lhe um ficheiro; fica aqui.",
    chat_files="{agent} enviou-lhe {count} ficheiros; ficam aqui.",
    chat_went_through="O que eu tinha começado antes ficou entretanto concluído: «{what}».",
    chat_solved="O seu pedido consta como resolvido.",
    chat_pending="A equipa espera a sua resposta.",
    chat_open="A equipa ainda tem o seu pedido em aberto.",
    chat_goes_on=(
        "Se faltar alguma coisa, escreva quando quiser: continuo a partir daí ou volto a chamar a equipa."
    ),
    merged="A nossa equipa continua com este assunto na sua outra conversa. As respostas chegam lá.",
    chat_in_writing="A nossa equipa continua por escrito. As respostas chegam aqui mesmo.",
    chat_unanswered=(
        "Lamento: ninguém da nossa equipa pôde atender agora. Posso deixar-lhes o seu pedido, e "
        "respondem aqui assim que puderem. Ou conte-me mais e continuo a ajudar."
    ),
    ticket_button="Deixar com a equipa",
    found_nothing="Não encontrei uma resposta para isso.",
    retry="Não consegui ler isso como resposta. Pode tentar outra vez?",
    again="Voltando à minha pergunta: ",
    leave="Deixamos “{now}” por agora e continuamos com “{other}”?",
    still_working="Ainda estou à espera de resposta. Escrevo aqui assim que a tiver.",
    takes_longer="Isto está a demorar um pouco mais do que o habitual. Continuo a tratar disso.",
    anything_else="Posso ajudar em mais alguma coisa?",
    helped_button="Ajudou",
    team_button="Falar com a equipa",
    yes_button="Sim",
    no_button="Não",
    shall_i="Quer que eu faça isto?",
    what_is="Por favor, indique: {name}",
)
