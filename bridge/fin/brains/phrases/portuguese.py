"""What people say around their questions in Portuguese."""

from __future__ import annotations

from bridge.fin.brains.phrases.phrase_table import Phrases

PHRASES = Phrases(
    language="pt",
    sets={
        "person": (
            "humano|humana|ser_humano|pessoa|pessoa_real|pessoa_de_verdade|atendente|agente|operador|"
            "operadora|"
            "representante|funcionario|funcionaria|gerente|supervisor|assistente_humano|consultor"
        ),
        "anyone": "alguem|suporte|equipe|equipa|atendimento|apoio_ao_cliente|atendimento_ao_cliente|sac",
        "a": "um|uma|o|a|seu|vossa|algum|alguma|com|outro",
    },
    nots="nao|nunca|nada|nenhum|nenhuma|sem|tambem_nao",
    asks="como|quando|onde|qual|quais|que|por|porque|quem|quanto|quanta|posso|podem|e|ha|tem|voces",
    team=(
        "falar|conversar|falo|chat|comunicar|contactar|contatar com|a|ao ~ {person}|{anyone}",
        (
            "transfere|transfira|transferir|passa|passe|passar|conecte|conectar|encaminhe|ligue me|"
            "para|a|com ~ {person}|{anyone}"
        ),
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
    upset=(
        "inaceitavel|inadmissivel|vergonhoso|vergonhosa|vergonha|ridiculo|ridicula|absurdo|palhacada",
        "golpistas|ladroes|merda|porra|idiotas|incompetentes",
        "estou ~ furioso|furiosa|irritado|irritada|farto|farta|indignado|indignada|revoltado|revoltada",
        "nunca_mais ~ compro|comprar|comprarei",
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
