"""Common words of the languages of western and northern Europe, small change and what shops are asked."""

from __future__ import annotations

from collections.abc import Mapping

WESTERN: Mapping[str, str] = {
    "en": """
        the a an i you my your is are was it this that of to in on for with and or not no yes do does did
        can could would will have has had been be how what when where why who please thanks thank hello hi
        help need want get got from there here if but about after again any we they me he she his her our
        their out up by at as so just like know which order parcel package delivery delivered shipping
        refund money account password cancel invoice return broken damaged question address change arrived
        still yet wrong item paid pay card website working missing late received send sent haven't isn't
        doesn't don't didn't can't i'm it's i've i'd lamp bulb store open hours track tracking number
        where's subscription email good morning evening great problem solved keeps connect support agent
        some more than then them only over one two into go going make made set put show tell speak talk
        person someone something anything never still back box light month year week today yesterday
        tomorrow possible free charge price cost discount code gift login sign change book gets keep turn
        next last first new old right wrong
    """,
    "de": """
        der die das den dem des ein eine einen einem einer ich du sie wir ihr es mein meine meinen meiner
        ist sind war und oder nicht kein keine ja nein mit von zu zum zur im in auf für an aus bei nach
        wie was wann wo warum wer kann können könnten möchte will habe haben hat bitte danke hallo guten
        tag hilfe wird werden wurde noch schon mir mich uns auch aber wenn dass ob nur sehr hier da man
        bestellung paket lieferung geliefert versand rückerstattung geld konto passwort stornieren
        rechnung zurück zurückgeben kaputt beschädigt frage adresse ändern angekommen falsch artikel
        bezahlt zahlen karte angemeldet funktioniert fehlt spät bekommen erhalten gesendet rücksendung
        erstattung lampe öffnungszeiten mail immer seit gestern heute morgen dauert lange kündigen defekt
        umtauschen verschickt schicken vielen gern gerne
    """,
    "fr": """
        le la les l un une des du de d au aux je j tu il elle nous vous ils elles mon ma mes votre vos est
        sont était ce cette ça et ou ne pas n non oui avec pour dans sur chez par comment quand où
        pourquoi qui que quoi quel quelle peux peut pouvez voudrais veux ai a avez avons merci bonjour
        salut aide s'il si mais encore toujours plus très bien être avoir fait faire été il y c'est qu'est
        j'ai n'ai commande colis livraison livré remboursement rembourser argent compte mot passe annuler
        facture retour retourner cassé endommagé question adresse changer modifier arrivé reçu faux
        article payé payer carte marche fonctionne manque retard envoyé lampe horaires ouverture mes
        commandes depuis hier aujourd'hui demain suivi
    """,
    "es": """
        el la los las un una unos unas de del al yo tú usted él ella nosotros mi mis su sus es son era
        esto esta este eso y o no sí con por para en sobre cómo cuándo dónde qué quién cuál puedo puede
        pueden quiero quisiera necesito tengo tiene he ha han gracias hola buenos buenas días tardes ayuda
        favor pero todavía aún más muy bien ser estar hacer hay si cuando donde como que porque pedido
        paquete envío entrega entregado reembolso dinero cuenta contraseña cancelar factura devolver
        devolución roto dañado pregunta dirección cambiar llegado llegó recibido equivocado artículo
        pagado pagar tarjeta funciona falta tarde enviado lámpara horario abierto desde ayer hoy mañana
        seguimiento me nos le
    """,
    "it": """
        il lo la i gli le un uno una di del della dei delle al alla io tu lei noi voi mio mia miei mie suo
        sua è sono era questo questa e o non no sì con per in su da dal come quando dove perché chi che
        cosa quale posso può potete vorrei voglio ho ha abbiamo hanno grazie ciao buongiorno buonasera
        aiuto favore ma ancora più molto bene essere avere fare fatto c'è ordine pacco spedizione consegna
        consegnato rimborso rimborsare soldi conto password annullare fattura restituire reso rotto
        danneggiato domanda indirizzo cambiare arrivato ricevuto sbagliato articolo pagato pagare carta
        funziona manca ritardo inviato lampada orari apertura quanto costa dimenticato ieri oggi domani mi
        ci si nel nella sul anche già account
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das ao à no na nos nas eu tu você ele ela nós meu minha
        meus minhas seu sua é são era isto isso este esta e ou não sim com por para em sobre como quando
        onde quem que qual porque posso pode podem quero gostaria preciso tenho tem obrigado obrigada olá
        oi bom boa dia tarde ajuda favor mas ainda quanto quantos custa esqueci mais muito bem ser estar
        fazer há já foi encomenda pedido pacote envio entrega entregue reembolso dinheiro conta senha
        cancelar fatura devolver devolução partido quebrado danificado pergunta endereço morada mudar
        alterar chegou chegado recebi recebido errado artigo pago pagar cartão funciona falta atrasado
        enviado lâmpada horário aberto ontem hoje amanhã me
    """,
    "nl": """
        de het een ik jij je u wij we zij ze mijn uw jouw is zijn was waren en of niet geen nee ja met van
        voor naar in op aan uit bij om te hoe wat wanneer waar waarom wie kan kunnen kunt wil willen graag
        heb heeft hebben bedankt dank hallo hoi goedemorgen help hulp nog al maar als dat dit deze die er
        hier ook wel zeer veel meer moet moeten wordt worden bestelling pakket levering geleverd
        verzending terugbetaling geld rekening wachtwoord annuleren factuur retour retourneren terugsturen
        kapot beschadigd vraag adres wijzigen aangekomen verkeerd artikel betaald betalen kaart werkt
        ontbreekt laat ontvangen verzonden lamp openingstijden gisteren vandaag morgen mij ons lang sinds
        duurt
    """,
    "sv": """
        jag du han hon vi ni de den det en ett min mitt mina din ditt är var har hade och eller inte nej
        ja med av för till i på från om hur vad när var varför vem kan kunde vill skulle behöver tack hej
        hjälp snälla men än ännu också mycket här där som att så mig dig oss er får fick blir beställning
        paket leverans levererad frakt återbetalning pengar konto lösenord avbeställa avbryta faktura
        retur returnera trasig skadad fråga adress ändra kommit fel vara artikel betalat betala kort
        fungerar saknas sen fått skickat lampa öppettider igår idag imorgon sedan länge
    """,
    "da": """
        jeg du han hun vi i de den det en et min mit mine din dit er var har havde og eller ikke nej ja
        med af for til på fra om hvordan hvad hvornår hvor hvorfor hvem kan kunne vil ville skal brug tak
        hej hjælp venligst men endnu også meget her der som at så mig dig os jer får fik bliver bestilling
        ordre pakke levering leveret fragt refusion tilbagebetaling penge konto adgangskode annullere
        faktura retur returnere ødelagt beskadiget spørgsmål adresse ændre ankommet kommet forkert vare
        betalt betale kort virker mangler sent modtaget sendt lampe åbningstider går dag morgen siden
        længe noget hvilken gerne tilbage
    """,
    "nb": """
        jeg du han hun vi dere de den det en et ei min mitt mine din ditt er var har hadde og eller ikke
        nei ja med av for til på fra om hvordan hva når hvor hvorfor hvem kan kunne vil ville skal trenger
        takk hei hjelp vennligst men ennå også mye her der som at så meg deg oss får fikk blir bestilling
        ordre pakke levering levert frakt refusjon tilbakebetaling penger konto passord avbestille
        kansellere faktura retur returnere ødelagt skadet spørsmål adresse endre kommet feil vare betalt
        betale kort fungerer virker mangler sent mottatt sendt lampe åpningstider går dag morgen siden
        lenge noe hvilken
    """,
    "fi": """
        minä sinä hän me te he minun sinun on ovat oli olen olet ja tai ei en et eivät kyllä miten mitä
        mikä milloin koska missä miksi kuka voinko voitko voi haluan haluaisin tarvitsen kiitos hei moi
        terve apua ole hyvä mutta vielä myös paljon tämä se että jos kun minulla mulla onko tilaus
        tilaukseni paketti pakettini toimitus toimitettu palautus palauttaa hyvitys rahat rahaa tili
        salasana peruuttaa peruutus lasku rikki vaurioitunut kysymys osoite muuttaa vaihtaa saapunut väärä
        tuote maksettu maksaa kortti toimi toimii puuttuu myöhässä saanut lähetetty lamppu aukioloajat
        eilen tänään huomenna kauan
    """,
}
"""Tag → its words, as they are written."""
