"""What people in support say around what they have to say: greetings, thanks, wishes, "one moment"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

LONGEST = 160
"""Characters of a sentence that can be nothing but courtesy."""

_ENGLISH = """
hello|hi|hey|hi there|here|dear|good (?:morning|afternoon|evening|day|night)|welcome(?: back)?|this is|im|i am
my name is
(?:and )?how (?:can|may) i (?:help|assist)(?: you)?(?: today| with)?|what can i do for you(?: today)?
(?:many |big )?thanks|thank you|thx|cheers|(?:very|so) much|a lot|again|of course|sure|certainly|absolutely
right
(?:and )?for (?:your )?(?:contacting us|patience|reaching out|waiting|getting in touch|understanding\
|message|writing(?: to us)?|help|chatting(?: with us)?|time|the information|information|confirming\
|letting (?:me|us) know)
you(?: a)?re (?:very |most )?welcome|(?:its )?my pleasure|(?:its )?no (?:problem|worries)|not at all|you too
same to you
(?:im )?(?:happy|glad) to help|(?:im )?glad (?:that )?i could help|hope (?:this|that) helps
(?:we are|im) here for you
(?:good )?bye(?: bye| for now)?|goodbye|see you(?: soon| later)?|take care|talk soon|until next time|ciao
(?:have|i wish you|wish you|wishing you|and|enjoy)? ?(?:a |the |your )?(?:very )?(?:nice|good|great\
|lovely|wonderful|pleasant|fine|rest) (?:rest )?(?:of )?(?:the |your )?(?:day|evening|weekend|night\
|afternoon|morning|time|one|week)(?: ahead| too| as well)?
all the best|best(?: wishes| regards)?|(?:kind|warm|many)(?:est)? regards|regards|sincerely
yours(?: sincerely| truly)?
(?:is there )?(?:anything|something) else(?: that| which)?(?: i| we)?(?: can| could| may)?(?: help\
| assist| do)?(?: you)?(?: with| for you)?(?: today| right now)?
(?:can|may) i (?:help|assist)(?: you)? with (?:anything|something) else(?: today)?
(?:does|did) (?:that|this) help(?: you)?
(?:please )?(?:just )?(?:feel free to |dont hesitate to |do not hesitate to )?(?:let (?:me|us) know\
|contact us|write(?: to)? us|write again|ask|reach out|get in touch)(?: again)?(?: any ?time)?(?: if\
| when)?(?: theres| there is| you have| you need| you want)?(?: anything| something| any| more)?(?: else\
| other| further| more)?(?: questions?| problems?| help)?(?: any ?time)?
if (?:there is|theres|you have|you need) (?:anything|any)(?: else| other| further| more)?(?: questions?\
| help| problems?)?
(?:just )?(?:one|a) (?:moment|second|sec|minute)(?: please)?
(?:please )?(?:hold on|wait|bear with me)(?: please| a moment)?|please
(?:ill|i will|let me|im going to|i shall)(?: just| quickly)? (?:check|see|have a look|take a look|look)\
(?: into)?(?: that| this| it)?(?: up)?(?: for you)?
are you (?:still )?(?:there|here)|ok|okay|okey|alright|all right|great|perfect|super|fine|wonderful
excellent|lovely
"""
_GERMAN = """
hallo|hi|hey|guten (?:tag|morgen|abend)|gruss gott|moin|servus|liebe[r]?|sehr geehrte[r]?|frau|herr
willkommen|hier ist|ich bin|mein name ist
(?:wie|womit|was) (?:kann|darf) ich (?:ihnen |dir )?(?:heute )?(?:behilflich sein|helfen|fur sie tun\
|fur dich tun)
danke|dankeschon|vielen dank|besten dank|herzlichen dank|danke (?:schon|sehr)
ich (?:danke|bedanke mich)(?: ihnen| dir)?|(?:auch )?recht herzlich
fur (?:ihre|deine|die|ihren|deinen|das|ihr|dein) (?:nachricht|geduld|anfrage|verstandnis|warten\
|ruckmeldung|wartezeit|kontaktaufnahme|antwort|info)
bitte(?: schon| sehr)?|gern(?:e)?(?: geschehen)?|sehr gern(?:e)?|kein(?:e)? (?:problem|ursache)
nichts zu danken|ihnen auch|dir auch|gleichfalls|ebenso
auf wieder(?:sehen|horen)|tschuss|tschau|ciao|bis (?:bald|dann|spater|zum nachsten mal)|machen sie es gut
machs gut
(?:ich )?(?:wunsche? )?(?:wir wunschen )?(?:ihnen |dir |euch )?(?:noch )?(?:und )?(?:einen? )?(?:noch )?\
(?:sehr )?(?:schone[nrs]?|angenehme[nrs]?|gute[nrs]?) (?:tag|abend|wochenende|nachmittag|morgen|zeit\
|woche|nacht|feierabend)(?: noch)?
(?:mit )?(?:freundlichen|besten|lieben|herzlichen) grussen
(?:viele|beste|liebe|freundliche|herzliche|schone) grusse|mfg|alles gute|ihr|ihre
(?:kann|darf) ich (?:ihnen |dir )?(?:sonst )?(?:noch )?(?:mit |bei )?(?:etwas |was )?(?:anderem \
|weiter )?(?:fur sie |fur dich )?(?:tun|helfen|behilflich sein)
(?:haben sie|hast du) noch (?:weitere |andere )?(?:fragen|anliegen|wunsche)|sonst noch (?:etwas|was)
(?:gibt es )?noch etwas
(?:bei|falls sie|wenn sie|sollten sie)(?: noch)? (?:weitere[n]? )?(?:fragen|etwas)(?: haben)?
(?:melden|schreiben) sie sich(?: einfach| gern| gerne| jederzeit)*
schreiben sie uns(?: einfach| gern| gerne| jederzeit)*|(?:ich bin|wir sind) (?:gern |gerne )?fur sie da
(?:einen |nur einen |noch einen |kleinen )?(?:kleinen )?(?:moment|augenblick)(?: bitte)?
(?:bitte )?(?:warten sie|haben sie geduld)(?: bitte)?
ich (?:schaue?|sehe|prufe|schau|uberprufe)(?: das| mir das| es| gleich| mal| kurz| eben| sofort| nach\
| fur sie| an)*
sind sie noch da
ok|okay|alles klar|gut|super|prima|perfekt|schon|sehr gut|wunderbar|das freut mich|freut mich|genau
naturlich|selbstverstandlich
"""
_FRENCH = """
bonjour|bonsoir|salut|bienvenue|cher|chere|madame|monsieur|je suis|je mappelle|ici
(?:en quoi|comment) (?:puis je|je peux) vous aider(?: aujourdhui)?|que puis je faire pour vous
merci(?: beaucoup| bien)?|je vous remercie|mille mercis
(?:pour|de) (?:votre|la) (?:message|patience|attente|comprehension|retour|attention|reponse)
(?:de|pour) (?:nous avoir contactes?|avoir patiente|votre appel)
de rien|je vous en prie|avec plaisir|pas de (?:probleme|souci)s?|il ny a pas de quoi|vous aussi|de meme
a vous aussi|egalement
au revoir|a bientot|a plus(?: tard)?|adieu|bonne continuation
(?:je vous souhaite )?(?:une? )?(?:tres )?(?:bonne?|excellente?|agreable|belle) (?:fin de )?(?:journee\
|soiree|week end|weekend|apres midi|nuit|semaine|jour)(?: a vous)?
(?:bien )?cordialement|(?:bien )?a vous|(?:meilleures|sinceres) salutations
(?:avec )?mes meilleures salutations
(?:puis je|est ce que je peux|je peux) (?:faire )?(?:vous aider )?(?:pour |avec |sur )?(?:autre chose\
|quelque chose dautre)(?: pour vous)?
autre chose
(?:avez vous|si vous avez) (?:d autres|dautres|une autre|encore des) (?:questions?|demandes?)
nhesitez pas(?: a (?:nous|me) (?:contacter|ecrire|recontacter))?
(?:je reste|nous restons) a votre (?:entiere )?disposition
(?:un|juste un|encore un) (?:moment|instant|petit instant)(?: sil vous plait)?
patientez(?: un instant)?(?: sil vous plait)?|ne quittez pas|sil vous plait
je (?:verifie|regarde|consulte)(?: cela| ca| tout de suite| pour vous)*|etes vous (?:toujours|encore) la
ok|daccord|tres bien|parfait|super|bien sur|entendu|bien|excellent|volontiers
"""
_SPANISH = """
hola|buenos dias|buenas(?: tardes| noches)?|bienvenid[oa]|estimad[oa]|senora|senor|soy|me llamo|mi nombre es
le saluda
(?:en que|como) (?:le |te )?(?:puedo )?(?:ayudar(?:le|te)?|ayudo)(?: hoy)?
(?:muchas |muchisimas )?gracias|se lo agradezco
por (?:su|tu|la) (?:mensaje|paciencia|espera|comprension|tiempo|respuesta)
por (?:escribirnos|contactarnos|esperar)
de nada|con (?:mucho )?gusto|no hay de que|un placer|no hay problema|igualmente|a usted|para servirle
adios|hasta (?:luego|pronto|la proxima|manana)|chao|nos vemos|cuidese
(?:que )?(?:le deseo |tenga |pase |tengas )?(?:un |una )?(?:muy )?(?:buen|buena|feliz|excelente|bonito\
|lindo) (?:dia|tarde|noche|fin de semana|semana)
buen dia
(?:un )?(?:cordial )?saludos?(?: cordiales)?|(?:muy )?atentamente|un abrazo
(?:hay |puedo )?(?:algo mas|otra cosa)(?: en (?:lo )?que)?(?: le| te)?(?: pueda| puedo)?(?: ayudar(?:le\
|te)?)?
(?:puedo )?ayudar(?:le|te) (?:en|con) algo mas
(?:le puedo|te puedo|puedo) ayudar(?:le|te)? (?:en|con) algo mas
(?:si )?(?:tiene|necesita) (?:alguna|otra|mas|algo) (?:otra |mas )?(?:preguntas?|dudas?|ayuda)?
no dude en (?:escribirnos|contactarnos|preguntar)|quedo a su disposicion|estamos para ayudarle
(?:un|deme un) (?:momento|momentito|segundo|instante|minuto)(?: por favor)?
(?:por favor )?(?:espere|aguarde)(?: un momento)?|por favor
(?:lo |voy a |dejeme |permitame )?(?:reviso|revisar|verificar|verifico|mirar|miro)(?:lo)?(?: ahora\
| enseguida)?
sigue ahi
ok|vale|de acuerdo|perfecto|muy bien|claro|por supuesto|genial|estupendo|bien|excelente
"""
_ITALIAN = """
ciao|salve|buon ?giorno|buona ?sera|buon pomeriggio|benvenut[oa]|gentile|signora|signor|sono|mi chiamo
(?:come|in che modo|in cosa) (?:la |ti )?posso (?:aiutarla|aiutarti|aiutare|esserle utile)(?: oggi)?
come posso aiutarla
grazie(?: mille| tante| ancora)?|la ringrazio
per (?:il|la|la sua|il suo|lattesa|averci) (?:messaggio|pazienza|attesa|comprensione|tempo|contattato\
|scritto)
per lattesa
prego|di nulla|di niente|si figuri|nessun problema|con piacere|e stato un piacere|anche a lei|altrettanto
arrivederci|arrivederla|a presto|alla prossima|addio
(?:le auguro |ti auguro )?(?:una |un )?(?:buon|buona|bella|ottima|piacevole) ?(?:giornata|serata\
|fine settimana|weekend|notte|settimana|proseguimento|pomeriggio|lavoro)
(?:cordiali|distinti|cari) saluti|saluti|cordialmente|un saluto
(?:ce |posso )?(?:qualcosaltro|altro|qualcosa daltro)(?: in cui| che)?(?: posso)?(?: fare)?(?: per lei)?\
(?: aiutarla)?
posso (?:aiutarla|fare) (?:con |in )?(?:altro|qualcosaltro)(?: per lei)?
(?:se )?ha (?:altre|ulteriori) domande|(?:non )?(?:esiti|esitare) a (?:contattarci|scriverci)
(?:resto|siamo) a (?:sua )?disposizione
(?:un|solo un) (?:momento|attimo|istante|minuto|secondo)(?: per favore| solo)?
(?:per favore )?(?:attenda|aspetti)(?: un momento| in linea)?|per favore
(?:controllo|verifico|guardo)(?: subito| ora| per lei)*|e ancora (?:li|qui|in linea)
ok|va bene|daccordo|perfetto|bene|molto bene|certo|certamente|benissimo|ottimo|volentieri
"""
_PORTUGUESE = """
ola|oi|bom dia|boa (?:tarde|noite)|bem vind[oa]|car[oa]|senhora|senhor|sou|chamo me|meu nome e|o meu nome e
(?:em que|como) (?:posso|o posso|a posso) (?:ajudar|ajuda lo|ajuda la|ajudalo|ajudala|ajudar hoje)
como posso ajudar hoje
(?:muito )?obrigad[oa]|agradeco
pel[oa] (?:sua|seu|espera|contacto|contato)(?: mensagem| paciencia| compreensao| tempo| contacto| contato)?
por (?:esperar|aguardar|escrever)
de nada|por nada|com (?:todo o )?(?:gosto|prazer)|foi um prazer|sem problemas?|nao ha problema|igualmente
disponha
adeus|tchau|ate (?:logo|breve|ja|a proxima|mais)
(?:desejo lhe |tenha |que tenha |desejo )?(?:um |uma |o |a )?(?:resto de )?(?:bom|boa|otimo|otima|optimo\
|excelente|feliz) (?:dia|tarde|noite|fim de semana|semana|continuacao|final de semana)(?: para si\
| para voce)?
(?:com os )?(?:melhores|cordiais) cumprimentos|cumprimentos|atenciosamente|abracos?
(?:ha |tem |posso )?(?:ajudar )?(?:em |com )?(?:mais alguma coisa|mais algo|algo mais)(?: em que| que)?\
(?: o| a| eu)?(?: possa| posso)?(?: ajudar| fazer)?(?: por si| por voce)?
(?:se )?(?:tiver|precisar de|tem) (?:mais|alguma|outras?) (?:alguma )?(?:questao|questoes|duvidas?\
|perguntas?|ajuda|coisa)
nao hesite em (?:contactar|contatar|escrever)(?: nos)?|(?:fico|estamos) a(?: sua)? disposicao
(?:so )?(?:um|so um) (?:momento|momentinho|instante|minuto|segundo)(?: por favor)?
(?:por favor )?(?:aguarde|espere)(?: um momento)?|por favor
(?:vou )?(?:verificar|verifico|ver|consultar)(?: isso)?(?: ja| agora)?|ainda (?:esta|se encontra) ai
ok|esta bem|certo|perfeito|muito bem|claro|com certeza|otimo|optimo|bem|combinado
"""
_DUTCH = """
hallo|hoi|dag|goede(?:morgen|middag|avond)|goedendag|welkom|beste|geachte|mevrouw|meneer|ik ben|mijn naam is
u spreekt met
(?:hoe|waarmee|waar) kan ik (?:u |je )?(?:vandaag )?(?:mee )?(?:helpen|van dienst zijn)
dank (?:u|je)(?: wel)?|bedankt|dankjewel|dankuwel|hartelijk (?:dank|bedankt)
voor (?:uw|je|het|de) (?:bericht|geduld|wachten|begrip|reactie|contact|antwoord)
graag gedaan|geen (?:probleem|dank)|met plezier|insgelijks|u ook|jij ook|hetzelfde
tot ziens|dag hoor|doei|tot (?:gauw|snel|later|de volgende keer)
(?:ik wens u |ik wens je |wens u )?(?:nog )?(?:een )?(?:hele )?(?:fijne|prettige|goede|mooie|leuke) \
(?:dag|avond|weekend|middag|week|nacht|tijd)(?: verder| nog)?
een fijn weekend|fijn weekend
(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg
(?:kan ik )?(?:u |je )?(?:nog )?(?:ergens |met iets |iets )?(?:anders )?(?:mee )?(?:voor u )?(?:helpen\
|doen|van dienst zijn)
(?:is er )?nog iets(?: anders)?(?: dat ik voor u kan doen)?
(?:heeft u|heb je|als u|mocht u)(?: nog)? (?:andere |verdere |meer )?vragen(?: heeft| hebben)?
(?:neem|schrijf)(?: ons)? gerust(?: contact op)?|laat het (?:ons|mij|me)(?: gerust)? weten
(?:een|een klein) (?:moment|momentje|ogenblik)(?:je)?(?: geduld)?(?: alstublieft)?
(?:even|ogenblikje|momentje)(?: geduld)?(?: alstublieft)?|alstublieft|alsjeblieft
ik (?:kijk|controleer|zoek)(?: het| dit| dat| even| direct| voor u| na| op)*|bent u er nog|ben je er nog
ok|oke|okay|prima|goed|perfect|mooi|super|heel goed|natuurlijk|zeker|uiteraard|fijn
"""
_ALL = (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _PORTUGUESE, _DUTCH)
_APOSTROPHES = re.compile(r"['\u2019\u02bc`\u00b4]")
_WORD = re.compile(r"\w+")


def is_courtesy(sentence: str, names: Iterable[str] = ()) -> bool:
    """Whether a sentence tells nothing: it is a greeting, thanks, a wish, a "one moment", a name, or no word.

    Args:
        sentence: In any of the seven languages of the fixed texts.
        names: Of those who speak, which may stand in it.
    """
    if len(sentence) > LONGEST:
        return False
    called = {word for name in names for word in _words(name)}
    line = " ".join(word for word in _words(sentence) if word not in called)
    reached = [0]
    for start in reached:  # from the end of one phrase to the next; each place is looked at once
        if start >= len(line):
            return True
        ends = (match.end() for phrase in _phrases() if (match := phrase.match(line, start)) is not None)
        reached += [end for end in {*ends} if end not in reached]
    return False


def _words(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    return _WORD.findall("".join(c for c in bare if not unicodedata.combining(c)).casefold())


@cache
def _phrases() -> tuple[re.Pattern[str], ...]:
    """One pattern for each line; it ends where a word ends, and what it took it keeps: no text takes long."""
    lines = (line for language in _ALL for line in language.split("\n") if line)
    return tuple(
        re.compile(rf"(?>(?:{'|'.join(sorted(_split(line), key=len, reverse=True))})(?: |$))")
        for line in lines
    )


def _split(line: str) -> list[str]:
    """The alternatives of a line that are not within brackets."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(line):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append(line[start:place])
            start = place + 1
    return [*found, line[start:]]
