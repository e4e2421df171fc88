"""Words that tell who is named: staff, and what follows « patient » or « Mme » and names nobody."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STAFF = (
    r"(?:collegues?|format(?:eur|rice)s?|tut(?:eur|rice)s?|secretaires?|telesecretaires?"
    r"|infirmi(?:er|ere)s?|ide|ipa|asalee|accompagnat(?:eur|rice)s?|referente?s?"
    r"|responsables?|direct(?:eur|rice)s?|pharmacien(?:ne)?s?|preparat(?:eur|rice)s?|kines?"
    r"|kinesitherapeutes?|sages?-femmes?|medecins?|docteurs?|dre?|drs|professeurs?|pre?"
    r"|psychologues?|psychomotricien(?:ne)?s?|dieteticien(?:ne)?s?|assistante?s?"
    r"|stagiaires?|internes?|externes?|remplacante?s?|deleguee?s?|employe(?:ur|use|e)s?"
    r"|coordinat(?:eur|rice)s?|coordonnat(?:eur|rice)s?|animat(?:eur|rice)s?"
    r"|intervenante?s?|confreres?|consoeurs?|associee?s?|cheffe?s?|presidente?s?|maire"
    r"|gestionnaires?|comptables?|informaticien(?:ne)?s?|commercial(?:e)?|representante?s?"
    r"|livreu(?:r|se)|technicien(?:ne)?s?|podologues?|orthophonistes?|ergotherapeutes?"
    r"|[a-z]{4,12}ologues?|biologistes?|ambulanci(?:er|ere)s?|jures?|cadres?"
    r"|aides?-soignante?s?|proprietaires?|correspondante?s?|conseill(?:er|ere)s?"
    r"|enseignante?s?|prof|superviseu(?:r|se)|manipulat(?:eur|rice)"
    r"|agente? (?:d'accueil|de la cpam)|conferenci(?:er|ere)|juriste|avocate?|consultante?"
    r"|experte?|auxiliaire de puericulture|equipe)"
)

# What stands after « patient » with a capital and names nobody.
CONDITIONS = words(
    "alzheimer covid covid-19 vih asalee parkinson bpco ald cmu c2s ame hta avc idm doctolib"
    " ehpad had ssiad samu smur urgences crohn down lyme basedow hodgkin horton charcot sep sla"
    " irc dmp css tdah tsa palu dt1 dt2 diabete noemie vitale cpam msa rsi mgen mdph apa psy"
    " paca ccas html iphone noel paques dr docteur pr professeur mme madame m mr monsieur mlle"
)

# What begins a sentence, so that « Mme. Elle » and « taille M. Nous » name nobody.
OPENINGS = words(
    "le la les l un une des du de il elle ils elles on nous vous je j tu ce cet cette ces c ca"
    " cela mon ma mes notre nos son sa ses leur leurs et ou mais donc or ni car puis ensuite"
    " apres avant alors aussi ainsi enfin pour par avec sans sous sur dans en au aux a chez vers"
    " si quand comme qui que quoi tres trop bien plus moins pas ne n y aucun aucune tout tous"
    " toute toutes chaque plusieurs quelques deux trois quatre cinq six sept huit neuf dix"
    " premier premiere seconde hier demain aujourd rien personne merci bonjour bonsoir voici"
    " voila selon depuis pendant lors entre malgre grace suite rappel question objectif resultat"
    " bilan note attention reponse accueil lecture visite seance formation cours dr docteur pr"
    " professeur lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril"
    " mai juin juillet aout septembre octobre novembre decembre x z untel unetelle dupont-"
    " exemple"
)

# What follows a title in small letters without naming: verbs, mostly.
VERBS = words(
    "est a va vient veut peut doit dit fait part sort entre arrive attend demande souhaite"
    " refuse accepte revient reste semble parle appelle rappelle habite pleure tousse prend met"
    " donne pose croit pense sait voit lit ecrit signe oublie vit suit perd boit mange dort sent"
    " tient tombe marche passe quitte remercie repond explique raconte confirme annule prefere"
    " crie tremble souffre consulte presente connait comprend aurait sera etait avait s'est"
    " s'inquiete s'enerve s'installe n'a n'est m'a m'explique m'appelle l'a se me te lui y en d'"
    " qu' ayant etant venu venue vu vue recu recue accueilli accueillie age agee diabetique"
    " enceinte seule seul inquiete inquiet presse pressee ici aussi meme etc"
)
VERB_ENDINGS = ("ait", "aient", "ent", "era", "erait", "ee", "ant")

# Two letters that shorten a word of the trade.
ABBREVIATIONS = words(
    "ta cr rv bu pa gc im iv mt vm vt fc fr bp dm dt ok pc cv at am ij al cp cb tv tp qr rh ip"
    " si rx ir ge nb ps sf jo bo hs pm us tt rq nr er mg cm mm kg ml sc po id ia as ax ma sm rp"
    " re vs av cs ct ca ce cd hb tg ts vl vp wc wi or ad ag ba bi cc dp ds fs gs hc ho md ni np"
    " ns pv pj rc rt sd te tr uv ras rdv ecg imc ald hta qcm sos ddn cpam dmp dpc dasri eva"
)
