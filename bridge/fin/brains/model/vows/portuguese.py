"""Promises, claims and hand-offs in Portuguese."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs=(
        "vou vamos eu um uma o a nossa nosso seu sua alguém receberá receberás enviarei ligarei "
        "tratarei entraremos enviaremos ligaremos encaminho alterei mudei cancelei criei abri enviei "
        "adicionei atualizei informei avisei registei registrei redefini eliminei excluí reembolsei "
        "transferi encaminhei solicitei corrigi ativei trato"
    ),
    later=(
        r"\b(?:enviarei|ligarei|tratarei|verificarei|contactarei|contatarei|encaminharei|entrarei|"
        r"manterei|avisarei|reembolsarei|entraremos|enviaremos|ligaremos|trataremos|contactaremos|"
        r"entramos em contacto|reembolsaremos|manteremos)\b|\b(?:vou|vamos) (?:ligar|enviar|"
        r"reembols\w+|contact\w+|contat\w+|devolv\w+|mant\w+|verificar|tratar|encaminhar|avis\w+|"
        r"resolver)[\w-]*|\beu (?:cuido|trato|resolvo)\b|\b(?:eu )?trato (?:disso|do assunto|de tudo)\b"
        r"|\b(?:um|uma|o nosso|a nossa|"
        r"nossa|nosso|alguém)\b\s*(?:colega|técnic\w+|agente|equip[ae]|atendente|"
        r"especialista)?\b~\b(?:vai|irá|entrará|ligará|contactará|enviará|virá)\b|\b(?:prometo|"
        r"garanto)\b"
    ),
    done=(
        r"\b(?:alterei|mudei|cancelei|criei|abri|enviei|adicionei|atualizei|informei|avisei|registei|"
        r"registrei|redefini|eliminei|excluí|reembolsei|solicitei|corrigi|ativei|desativei|"
        r"creditei)\b|\ba (?:nossa )?equip[ae] foi ~\b(?:informada|avisada)\b"
    ),
    handed=(
        r"\bvou (?:transferir|passar|encaminhar) (?:você|o senhor|a senhora|-?te)\b|\b(?:encaminho"
        r"|encaminhei|transfiro|transferi|passo|passei)\b~\b(?:o|a|para|à|ao|seu|sua|"
        r"caso|equip[ae])\b"
    ),
    soft=(
        r"\b(?:receberá|receberás|terá|será|vai receber)\b~\b(?:chamada|ligação|e-?mail|mensagem|"
        r"reembolso|reembolsad[oa]|contactad[oa]|contatad[oa]|resposta|notícias)\b|\b(?:o|a|seu|"
        r"sua) (?:seu |sua )?(?:reembolso|conta|encomenda|pedido|morada|endereço|caso|pacote|ticket|"
        r"pagamento)\b~\b(?:foi|será|está|foram)\b~\b(?:\w+ad[oa]|\w+id[oa]|a caminho)\b"
    ),
    unless=r"se|quando|assim que|depois|após|antes|logo que|para|até",
)
