"""Promises, claims and hand-offs in Spanish."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs=(
        "le te les lo la nos me he hemos un una nuestro nuestra alguien su tu el vamos voy recibirá "
        "recibirás paso"
    ),
    later=(
        r"\b(?:le|te|les|os|lo|la|se lo|nos|me)\s+\w+(?:aré|eré|iré|aremos|eremos|iremos|ndré|"
        r"ndremos)\b|\bme (?:encargo|ocupo)\b|\b(?:voy|vamos) a (?:llamar|enviar|reembolsar|contactar|"
        r"devolver|escribir|revisar|comprobar|avisar|tramitar|gestionar)\w*|\b(?:un|una|nuestr[oa]s?|"
        r"alguien)\b\s*(?:compañer\w+|técnic\w+|agente|equipo|asesor\w*|colega|"
        r"especialista)?\b~\b(?:llamará|vendrá|irá|contactará|escribirá|enviará|visitará|se pondrá|"
        r"le llama|va a)\b|\b(?:le|te) (?:prometo|garantizo)\b"
    ),
    done=(
        r"\b(?:he|hemos)\b(?: ya)? (?:cambiado|cancelado|creado|abierto|enviado|añadido|actualizado|"
        r"informado|notificado|registrado|restablecido|eliminado|reembolsado|escalado|solicitado|"
        r"corregido|activado|desactivado|anulado|tramitado|avisado|modificado|abonado)\b|"
        r"\bnuestro equipo (?:ha sido|está|fue) ~\b(?:informado|avisado|notificado)\b"
    ),
    handed=(
        r"\b(?:te|le) paso con\b|\b(?:paso|he pasado|transfiero|he transferido|derivo|he derivado"
        r"|escalo)\b~\b(?:su|tu|el|la|"
        r"al|le|te|equipo|caso)\b"
    ),
    soft=(
        r"\b(?:recibirá|recibirás|tendrá|obtendrá|va a recibir)\b~\b(?:llamada|correo|mensaje|"
        r"reembolso|respuesta|actualización|noticias)\b|\b(?:su|tu|el|la) (?:reembolso|cuenta|pedido|"
        r"dirección|solicitud|caso|ticket|paquete|devolución|dinero)\b~\b(?:ha sido|fue|está|será|"
        r"ha quedado)\b~\b(?:\w+ad[oa]|\w+id[oa]|en camino|resuelto)\b"
    ),
    unless=r"si|cuando|una vez|después|tras|antes|en cuanto|para|hasta",
)
