"""Promises, claims and hand-offs in French."""

from __future__ import annotations

from bridge.fin.brains.model.vows.vow_table import vows

VOWS = vows(
    needs="on je j j'ai nous un une notre nos votre vos vous le la quelqu",
    later=(
        r"\bon (?:vous|te) (?:rappelle|recontacte|rembourse|envoie|tient au courant)\b"
        r"|\bje\s+(?:(?:vous|te|le|la|les|lui|leur)\s+)*(?:envoie|transmets|vérifie|tiendrai|"
        r"tiens au courant|rappelle|rappellerai|recontacte|recontacterai|contacte|promets|garantis|"
        r"reviens|reviendrai|ferai|enverrai|rembourse|rembourserai|vais)\b|\bje m['\u2019]en (?:occupe|"
        r"charge)\b|\bnous\s+(?:vous\s+)?(?:reviendrons|recontacterons|rappellerons|tiendrons|"
        r"contacterons|rembourserons|enverrons|allons vous)\b|\b(?:un|une|notre|nos|"
        r"quelqu['\u2019]un)\s*(?:collègues?|technicien\w*|conseill\w+|équipe|agents?|livreur|"
        r"responsable)?\b~\b(?:rappellera|passera|contactera|recontactera|viendra|enverra|écrira|"
        r"reviendra|va vous|vous appell\w+|remboursera|prendra contact)\b"
    ),
    done=(
        r"\bj['\u2019]ai\b~\b(?:modifié|changé|annulé|créé|ouvert|envoyé|ajouté|mis à jour|informé|signalé|"
        r"enregistré|réinitialisé|supprimé|remboursé|prévenu|corrigé|activé|désactivé|crédité|"
        r"commandé|résilié|vérifié)\b|\bnotre équipe (?:a été|est) ~\b(?:informée|prévenue|avertie)\b"
    ),
    handed=(
        r"\b(?:j['\u2019]ai transmis|je transmets|je vous (?:transfère|passe|mets en relation)|"
        r"j['\u2019]ai transféré|je transfère|j['\u2019]ai escaladé)\b"
    ),
    soft=(
        r"\bvous (?:recevrez|serez|aurez|allez recevoir)\b~\b(?:appel|e-?mail|mail|message|courriel|"
        r"remboursement|remboursée?|contactée?|rappelée?|réponse|nouvelles)\b|\b(?:votre|vos|le|"
        r"la) (?:remboursement|commande|compte|colis|demande|adresse|ticket|dossier|"
        r"paiement)\b~\b(?:a été|est|sera)\b~\b(?:effectuée?|supprimée?|annulée?|remboursée?|traitée?|"
        r"transmise?|créée?|modifiée?|en route|en cours|clôturée?|validée?)\b"
    ),
    unless=r"si|quand|dès|lorsque|une fois|après|avant|pour|tant",
)
