"""What the people of the demo write. No patient, no real person, no real place."""

from portfolio.enums import EntryKind

SITUATIONS: tuple[tuple[EntryKind, str], ...] = (
    (
        EntryKind.PRACTICE,
        "Avant la consultation, j’ai vérifié l’adresse, la déclaration de médecin traitant et les "
        "droits de quatorze dossiers. Le médecin a commencé chaque consultation avec un dossier à "
        "jour.",
    ),
    (
        EntryKind.GOOD_PRACTICE,
        "J’ai collé une liste près de l’imprimante : carte Vitale, courrier, prochain rendez-vous. "
        "Plus aucun oubli depuis deux semaines. Le secrétariat l’utilise aussi.",
    ),
    (
        EntryKind.OBSTACLE,
        "Pas d’accès à Internet de 9 h à 11 h : impossible d’ouvrir les dossiers. J’ai noté sur "
        "papier et tout saisi l’après-midi, avec l’accord du médecin.",
    ),
    (
        EntryKind.PRACTICE,
        "Une personne voulait savoir ce que contenait son dossier partagé. J’ai expliqué à quoi il "
        "sert, qui peut le lire, et qu’elle pouvait refuser. J’ai noté son choix.",
    ),
    (
        EntryKind.EVENT,
        "Première réunion de la maison de santé où j’ai présenté ma mission. L’équipe ne savait "
        "pas qui appeler pour un rendez-vous d’examen : nous avons écrit un circuit en trois "
        "lignes.",
    ),
    (
        EntryKind.PRACTICE,
        "J’ai pris les mesures demandées par le médecin, noté l’heure et l’appareil, et signalé un "
        "chiffre inhabituel sans le commenter devant la personne.",
    ),
    (
        EntryKind.PRACTICE,
        "J’ai préparé les pièces d’une synthèse : comptes rendus, vaccins, traitements notés. Le "
        "médecin a corrigé deux lignes, puis validé. J’ai gardé la liste de ses corrections.",
    ),
    (
        EntryKind.OBSTACLE,
        "Dans la salle d’attente, on entendait l’accueil. J’ai proposé de déplacer le poste "
        "téléphonique. Le médecin est d’accord, il manque une prise.",
    ),
    (
        EntryKind.PRACTICE,
        "J’ai aidé une personne à prendre deux rendez-vous d’examens le même jour, près de chez "
        "elle. J’ai vérifié qu’elle repartait avec l’ordonnance et la préparation écrite.",
    ),
    (
        EntryKind.GOOD_PRACTICE,
        "Chaque vendredi, je relance les comptes rendus attendus depuis plus de dix jours. Trois "
        "sont arrivés par messagerie sécurisée cette semaine.",
    ),
)

SYNTHESIS: tuple[str, ...] = (
    "Au cabinet, ma journée commence avant le premier rendez-vous. Je prépare les dossiers, je "
    "vérifie les droits et je regarde ce qui manque. Le médecin m’a confié ces missions lors de "
    "notre premier entretien, et nous les avons écrites ensemble sur une fiche.",
    "À l’accueil, je fais attention à ce que l’on entend. Je ne dis jamais le motif d’une venue "
    "devant les autres. Un jour, un proche a demandé des nouvelles au téléphone. Je n’ai rien dit, "
    "pas même si la personne était venue, et j’ai proposé que le médecin rappelle.",
    "Pour le dossier partagé, j’explique à quoi il sert avec des mots simples. Je dis qui peut le "
    "lire et que la personne peut refuser. Si elle hésite, elle repart avec le document et nous en "
    "reparlons. Son choix est noté, et le médecin le voit avant la consultation.",
    "Une fois, on m’a demandé si un résultat était inquiétant. Répondre n’était pas mon rôle. J’ai "
    "dit que le médecin allait en parler, et j’ai transmis la question tout de suite. J’ai compris "
    "que transmettre vite rassure mieux que commenter.",
    "Avec l’infirmière et le secrétariat, nous avons écrit qui fait quoi. Chaque demande a un "
    "responsable et un délai. Le vendredi, nous relisons ce qui attend. Ce qui marche le mieux est "
    "court et visible. Ce qui manque encore, c’est un lieu calme pour téléphoner.",
    "J’ai aussi appris à dire non. Quand une tâche n’est pas sur la fiche, je demande avant de la "
    "faire. La prochaine étape est d’essayer, pendant un mois, une liste commune des comptes "
    "rendus attendus, et de compter ceux qui arrivent avant la consultation.",
)

GRADE_COMMENTS: tuple[str, ...] = (
    "Un écrit clair et concret. Continuez à dire ce que vous avez transmis, et à qui.",
    "Le secret est bien tenu. Ajoutez ce que vous changeriez la prochaine fois.",
    "De bonnes observations. Le rôle de chacun pourrait être plus précis.",
)

# What the training body of the demo tells the public of a track.
OFFER = {
    "prerequisites": "Travailler comme assistant médical auprès d’un médecin de ville, ou en "
    "avoir la promesse d’embauche. Un entretien d’une demi-heure avant l’inscription.",
    "delay": "Réponse sous dix jours. Une promotion ouvre tous les deux mois.",
    "price": "Tarif inventé, pour la démonstration : 12 euros l’heure.",
    "contact": "Claire Démo, responsable pédagogique : responsable@livret.example",
    "accessibility": "Salles de plain-pied, supports lisibles à l’écran et au clavier. Dites votre "
    "besoin à la référente handicap, Claire Démo : les adaptations sont décidées avec vous.",
}
