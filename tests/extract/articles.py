"""Articles of every shape, in both languages: what must come out whole, whatever stands around."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """An article as its writer gave it.

    A block is text: "# " before it makes a subheading, "> " a quotation, "- " an item of a list.
    """

    name: str
    language: str
    title: str
    blocks: tuple[str, ...]
    standfirst: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What is to come out."""
        blocks = tuple(b.removeprefix("# ").removeprefix("> ") for b in self.blocks)
        return tuple(filter(None, (self.standfirst, *(b.removeprefix("- ") for b in blocks))))


BRIEF = Told(
    "brief",
    "fr",
    "Un chalutier s’échoue à l’entrée du port de Kerlann",
    (
        "Un chalutier de dix-sept mètres s’est échoué mardi vers cinq heures sur la digue sud de"
        " Kerlann, par mer calme et sans faire de blessé.",
        "Les quatre marins ont été ramenés à terre par le canot de sauvetage. Le patron, qui"
        " barrait depuis la veille, dit s’être assoupi quelques minutes.",
        "Le bateau devait être tiré de là à la marée du soir ; la capitainerie a posé un barrage"
        " flottant par précaution.",
    ),
)
INTERVIEW = Told(
    "interview",
    "fr",
    "« Un glacier ne meurt pas d’un coup, il s’absente »",
    (
        "# Vous mesurez ce glacier depuis trente ans. Qu’est-ce qui a changé ?",
        "Le bruit, d’abord. En 1994 on l’entendait craquer de la cabane. Maintenant c’est l’eau"
        " qu’on entend, jour et nuit, et on dort moins bien.",
        "# À quoi servent encore vos mesures ?",
        "À suivre une disparition au centimètre près. Un médecin ne cesse pas de prendre le pouls"
        " parce que le malade est perdu, et il y a en aval trente mille personnes qui boivent.",
        "# Lirez-vous un jour le dernier relevé ?",
        "J’espère que non. J’ai demandé à mes étudiants de le faire sans moi, un matin, et de ne"
        " m’en parler qu’au printemps.",
    ),
    "Chaque été depuis 1994, la glaciologue Ève Marchandise plante des perches dans la glace des"
    " Aiguilles blanches. Elle raconte ce qu’il en reste.",
)
CONSENT = Told(
    "consent",
    "fr",
    "Ces bandeaux que personne ne lit",
    (
        "Nous les fermons sans les lire, onze fois par jour en moyenne, et c’est bien là-dessus que"
        " comptent ceux qui les écrivent.",
        "Une équipe de Rennes a relevé 4 200 bandeaux de cookies sur des sites français. Dans deux"
        " cas sur trois, refuser demande un clic de plus qu’accepter ; dans un cas sur neuf, le"
        " bouton « Tout refuser » n’existe pas.",
        "# Un abonnement ou des cookies",
        "Depuis 2022, une partie de la presse propose de payer deux euros par mois à qui refuse les"
        " traceurs. L’abonnement séduit peu : moins d’un lecteur sur cent le prend.",
        "> « On s’inscrit à une newsletter, on télécharge une application, et l’on découvre"
        " six mois plus tard que son adresse a été vendue trente fois », résume la juriste Anaïs"
        " Morel.",
        "Le régulateur promet des contrôles. Il en avait promis autant il y a trois ans, et il"
        " emploie toujours quatorze personnes.",
    ),
    "Une étude a compté les clics qu’il faut pour refuser : rarement un seul.",
)
SHELF = Told(
    "bibliography",
    "fr",
    "Ce que les sauniers savaient du vent",
    (
        "Sur la côte, on disait d’un saunier qu’il avait « le nez dehors ». Il ne regardait pas le"
        " ciel : il regardait la peau de l’eau dans les œillets, qui se ride avant que le vent ne"
        " se lève.",
        "Ces savoirs n’ont été écrits que tard, par des instituteurs et des curés. L’historienne"
        " Brune Talvas en a réuni deux cents carnets, déposés depuis aux archives de Vannes.",
        "On y lit qu’un vent d’est au matin vaut une journée de sel, et qu’il ne faut jamais ouvrir"
        " une vanne un vendredi.",
        "# Pour aller plus loin",
        "- Brune Talvas, Le nez dehors. Carnets de sauniers, 1820-1914, Éditions du Large, 2019,"
        " 312 pages.",
        "- Hervé Collin, « Vents et marais salants », Annales de l’Ouest, vol. 88, n° 2, 1981,"
        " p. 33-59.",
        "- Jeanne Aubin et Paul Le Tallec, Parler du temps en Bretagne, Presses de l’Université,"
        " 2007.",
    ),
)
LIVE = Told(
    "live",
    "fr",
    "Crue de l’Aubette : la décrue s’amorce à Saint-Ronan",
    (
        "# 18h40 - Les premiers habitants rentrent chez eux",
        "Une trentaine de familles ont pu regagner la rue des Tanneurs, où l’eau a laissé dix"
        " centimètres de boue.",
        "# 17h15 - La mairie ouvre un second gymnase",
        "Deux cents lits de camp y sont installés. La mairie demande de ne pas apporter de"
        " vêtements, dont elle a déjà trop.",
        "# 16h02 - Le pic est passé",
        "4,82 mètres à l’échelle du pont Vieux, soit onze centimètres de moins que ce que l’on"
        " craignait ce matin.",
        "# 14h30 - Réactions",
        "« Nous avons eu peur pour l’école, pas pour nous », dit un voisin monté sur le toit de son"
        " garage.",
    ),
    "Le niveau de la rivière baisse depuis le milieu de l’après-midi. Suivez la journée heure par"
    " heure.",
)
QUARREL = Told(
    "quarrel",
    "fr",
    "La statue du carrefour divise toujours les Ormeaux",
    (
        "Le conseil municipal a voté lundi, par 14 voix contre 13, le déplacement de la statue du"
        " général Ancelin, qui gêne les bus depuis qu’ils sont plus longs.",
        "# Réactions",
        "> « C’est l’âme du quartier qu’on met sur un camion », s’emporte Denise Aubry, qui tient"
        " le café d’en face depuis 1979.",
        "L’opposition annonce un recours. Elle juge que la consultation de mars, où 212 personnes"
        " ont répondu, ne valait pas un vote.",
        "# À suivre",
        "Le socle doit être démonté en janvier. Lire la plaque, dit-on à la mairie, prendrait moins"
        " de temps que d’en discuter.",
        "La facture, elle, est déjà connue : 86 000 euros, dont la moitié pour les réseaux qui"
        " passent dessous.",
    ),
)
POND = Told(
    "list",
    "en",
    "Five ways to keep a village pond alive",
    (
        "Most ponds die of kindness. People feed the ducks, tidy the banks and plant lilies, and"
        " wonder in August why the water smells.",
        "# 1. Leave the mud alone",
        "Half of what lives in a pond lives in the first inch of mud. Dredge a third of it every"
        " ten years, never the whole.",
        "# 2. Let one bank go wild",
        "- Cut the reeds in October, on one side only.",
        "- Keep the cuttings by the water for a week, so that what lives in them can walk home.",
        "# 3. Stop the bread",
        "A loaf a day is more nitrogen than a small field gets in a month. Peas will do, and the"
        " ducks do not mind.",
        "The last two rules are the same one: read more about your pond than the leaflet from the"
        " council, and then do less.",
    ),
)
INBOX = Told(
    "inbox",
    "en",
    "The man who unsubscribed from everything",
    (
        "On a wet Sunday in March, Colm Reddin opened his inbox and counted 212 newsletters. By"
        " Friday he had left all of them, and he kept notes.",
        "Some let him go with one click. One asked him to sign in to an account he had never made;"
        " another wanted the name of his first school.",
        "# “We value your privacy”",
        "He wrote down every such sentence. His favourite came from a shop that sold him one lamp"
        " in 2011: “We and our 842 partners miss you”, it said.",
        "> “Nobody subscribes to a thing. You buy a lamp, and the lamp writes to you for ever,” he"
        " told a meeting of the parish council.",
        "The app he built from his notes has eleven users, and he has no plans to advertise it.",
    ),
    "It took one week, forty passwords and a letter to Luxembourg.",
)
SHELVES = Told(
    "further reading",
    "en",
    "What the lighthouse keepers wrote down",
    (
        "For a century and a half the keepers at Skerra Point filled a log with weather, and the"
        " margins with everything else: births, quarrels, the price of eggs.",
        "The margins are now being read. Ruth Ansley, who runs the county archive, thinks there are"
        " eleven thousand entries that no historian has seen.",
        "A keeper in 1903 notes that the fog lasted nine days and that he has “run out of things to"
        " say to Peter”.",
        "# Further reading",
        "- Ruth Ansley, The Margins of the Light (Harbour Press, 2021), 288 pp.",
        "- Peter Drummond, “Fog signals and their keepers”, Northern History Review 41 (1998),"
        " pp. 77–102.",
        "- Isobel Crane (ed.), Letters from Skerra, 3rd edn. (Cullen: Archive Trust, 1974).",
    ),
)
VERDICT = Told(
    "report",
    "en",
    "Council must publish the bridge report, judge rules",
    (
        "A judge has told the county council to publish, within thirty days, the engineers’ report"
        " on the bridge that closed without warning last spring.",
        "The council had argued that the report would be read out of context. “Then give people the"
        " context,” Judge Amara Cole said.",
        "# What happens next",
        "Officers may appeal until 4 May. Traders near the bridge, who say they have lost a third"
        " of their custom, asked them in writing not to.",
        "The ferry that replaced the bus takes forty minutes longer. It will be free until the end"
        " of June.",
    ),
    "Residents had asked for the document eleven times since the closure.",
)
ARTICLES = (
    BRIEF, INTERVIEW, CONSENT, SHELF, LIVE, QUARREL, POND, INBOX, SHELVES, VERDICT,
)  # fmt: skip
