"""A site of thirty pages, made by rule: varied articles, and boilerplate that no phrase list knows.

Twenty-two stories, two on each of eleven subjects; one more, that three updates tell again at other
addresses; and an affair of four stories with the same paragraph of background. A correspondent
ends each of four pieces on one sentence; a third of the stories has one short sentence in common.
All of that is article. The boilerplate has the markup of the text: it stands before it, inside it
and after it.

Stories on different subjects share few words of five letters or more, as real ones do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class MadePage:
    """One page of the site: its bytes, and the lines that are its article."""

    url: str
    html: bytes
    story: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of the site in one language."""

    code: str
    subjects: tuple[tuple[str, str, str, str], ...]
    """What it is about, where, who speaks, and the words of its trade: for two stories each."""
    titles: tuple[str, str]
    sentences: tuple[tuple[str, ...], tuple[str, ...]]
    common: str
    standing: str
    running: tuple[str, ...]
    updates: tuple[tuple[str, str], ...]
    affair: tuple[tuple[str, str, str], ...]
    background: str
    ends: tuple[str, ...]
    insert: str
    aside: str


FRENCH: Final = Language(
    code="fr",
    subjects=(
        (
            "la halle",
            "Montrevel",
            "Solène Guivarch",
            "charpentes marchands grainetiers poutres"
            " étals balances sacs voûtes ardoises camelots verrous tréteaux",
        ),
        (
            "le tramway",
            "Aubersac",
            "Yanis Kerbrat",
            "rails wagons aiguillages traminots caténaires"
            " dépôts correspondances quais freins rames terminus tickets",
        ),
        (
            "la fanfare",
            "Roquefeuille",
            "Agathe Morvan",
            "clarinettes tambours partitions trompettes"
            " répétitions kiosques défilés bugles pupitres cymbales solistes refrains",
        ),
        (
            "la fromagerie",
            "Valserine",
            "Bastien Lacroze",
            "meules caves présures alpages laitiers"
            " croûtes chaudrons troupeaux faisselles affineurs tommes pâturages",
        ),
        (
            "la réserve",
            "Saint-Goustan",
            "Élouan Péron",
            "échasses roselières vasières nichées"
            " jumelles busards salines hérons ornithologues digues migrations couvées",
        ),
        (
            "la verrerie",
            "Bréhannec",
            "Coralie Vasseur",
            "souffleurs fours carafes cannes silices"
            " flacons cristaux tailleurs moules bougies bouchons lustres",
        ),
        (
            "le théâtre",
            "Chalançon",
            "Iris Montaigu",
            "rideaux balcons costumes décors comédiens"
            " loges souffleuses affiches tirades coulisses projecteurs abonnés",
        ),
        (
            "le col",
            "Orcières",
            "Hélène Zuccari",
            "télescopes coupoles comètes miroirs astronomes"
            " nébuleuses lentilles éclipses satellites galaxies planètes lunettes",
        ),
        (
            "la dentelle",
            "Retournac",
            "Blanche Ollier",
            "fuseaux carreaux bobines brodeuses motifs"
            " épingles coiffes rubans ourlets mouchoirs patrons nappes",
        ),
        (
            "la truffe",
            "Lalbenque",
            "Honorine Bru",
            "chênes caveurs cochons paniers courtiers"
            " sécheresses plants spores trufficulteurs restaurateurs brûlés parcelles",
        ),
        (
            "le phare",
            "Plouarzel",
            "Annaïg Le Borgne",
            "gardiens écueils naufrages optiques brumes"
            " tempêtes balises lanternes falaises goémons signaux caboteurs",
        ),
    ),
    titles=("À {place}, {what} et les {0}", "{who} compte les {6} de {place}"),
    sentences=(
        (
            "À {place}, les {0} et les {1} ne font plus rire, dit {who}, qui a vu {what} de près.",
            "« Il y a {n} ans, il n’y a eu là que des {2} ; ici ce ne sont que des {3} », dit-il.",
            "Pour {what}, il faut des {4}, des {5} et un peu de foi : en tout {n}0 000 € par an.",
            "{who} ne s’en va pas : « Tant que les {0} sont là, on vit bien ici avec les {2}. »",
            "De {place} à la mer, on en est à {n} sur dix qui ont vu les {1}, ou bien les {4}.",
        ),
        (
            "Les {6} de {place} ont eu dix mois pour dire oui aux {7}, et {who} n’y est pour rien.",
            "« Ni les {8} ni les {9} n’ont été vus par ici en mai », a-t-on su de {who} par mail.",
            "On a dit de {what} que les {10} y sont de trop ; les {11} ne sont pas de cet avis.",
            "Il en va de {n} % des {6} et de tous les {8}, ce que {who} ne dit pas à voix haute.",
            "Et si les {7} s’en vont, {place} n’a plus que ses {10} et le cri de ses {9} la nuit.",
        ),
    ),
    common="Une enquête a été ouverte par la gendarmerie.",
    standing="Propos recueillis sur place par notre envoyée, entre deux trains.",
    running=(
        "Un glissement de terrain a coupé dans la nuit la route du barrage de Sarrans, en Lozère.",
        "Trente-deux personnes ont été relogées au gymnase de Sarrans, selon la préfecture.",
        "Le barrage lui-même n’est pas touché, assure l’exploitant, qui a baissé le niveau du lac.",
        "« La montagne a grondé, puis plus rien », raconte Jeanne Malaval, dont la maison a tenu.",
        "Des géologues sont attendus sur la route du barrage pour mesurer ce qui bouge encore.",
    ),
    updates=(
        ("Glissement de terrain en Lozère : la route du barrage coupée", ""),
        (
            "Lozère : trente-deux personnes relogées après le glissement",
            "Le maire de Sarrans demande que les familles puissent reprendre leurs affaires.",
        ),
        (
            "Lozère : les géologues sont arrivés au barrage de Sarrans",
            "Trois géologues ont posé des capteurs au-dessus du lac dans la matinée.",
        ),
        (
            "Barrage de Sarrans : une voie rouverte sous la montagne",
            "Une voie de la route a été rouverte aux secours, et aux habitants à pied.",
        ),
    ),
    affair=(
        (
            "Procès Ferrandon : l’ancien notaire nie tout",
            "Debout, Paul Ferrandon a répété qu’il ignorait d’où venait l’argent de ses clients.",
            "Les avocats des familles ont lu des lettres dans lesquelles il donnait des ordres.",
        ),
        (
            "L’étude Ferrandon n’avait plus de caisse depuis 2019",
            "La comptable de l’étude a décrit des registres tenus au crayon, puis effacés.",
            "Devant la salle, des clients ruinés attendaient de voir passer le notaire.",
        ),
        (
            "Six ans de prison requis contre Paul Ferrandon",
            "La procureure a parlé d’une trahison patiente, et demandé six ans contre le notaire.",
            "La défense plaidera lundi ; elle veut faire entendre un expert des successions.",
        ),
        (
            "Le notaire Ferrandon condamné à quatre ans ferme",
            "Le tribunal a suivi en partie le parquet, et interdit à Paul Ferrandon d’exercer.",
            "Les clients de l’étude seront remboursés par un fonds, a précisé la présidente.",
        ),
    ),
    background="L’affaire avait éclaté en 2021, quand onze clients de l’étude Ferrandon, à"
    " Marvejols, avaient découvert que leurs successions étaient vides.",
    ends=(
        "Le Fanal est composé à la main, rue aux Herbes, et sort des presses chaque vendredi.",
        "Ce que vous venez de lire a été relu par deux personnes qui n’en sont pas les auteurs.",
    ),
    insert="Les gravures de Maëlle sont accrochées dans l’escalier du Fanal jusqu’au solstice.",
    aside="Le Fanal paraît sans réclame depuis 1903, grâce aux quatre cents foyers qui le portent.",
)

ENGLISH: Final = Language(
    code="en",
    subjects=(
        (
            "the exchange",
            "Hartlebury",
            "Rowan Pike",
            "rafters merchants scales granaries stalls"
            " porters ledgers vaults slates hawkers trestles sacks",
        ),
        (
            "the railway",
            "Kelderdale",
            "Imogen Sharrow",
            "sleepers carriages signalmen viaducts"
            " boilers platforms timetables brakes tunnels guards whistles sidings",
        ),
        (
            "the brass band",
            "Otterburn",
            "Desmond Achebe",
            "cornets drummers scores trombones"
            " rehearsals bandstands parades cymbals soloists choruses mouthpieces medleys",
        ),
        (
            "the dairy",
            "Wenlock",
            "Harriet Lowe",
            "cheeses cellars rennet pastures milkers churns"
            " rinds cauldrons herds curds graters truckles",
        ),
        (
            "the reserve",
            "Saltmarsh",
            "Effie Drummond",
            "waders reedbeds mudflats nestlings"
            " binoculars harriers lagoons herons birders dykes migrations clutches",
        ),
        (
            "the glassworks",
            "Stourton",
            "Bethan Price",
            "blowers furnaces decanters pipes silicas"
            " flasks crystals engravers moulds stoppers goblets chandeliers",
        ),
        (
            "the music hall",
            "Scarcroft",
            "Leonie Hart",
            "curtains balconies costumes scenery actors"
            " dressers prompters posters monologues footlights ushers boxes",
        ),
        (
            "the summit",
            "Glen Tarrow",
            "Morag Sinclair",
            "telescopes domes comets mirrors"
            " astronomers nebulae lenses eclipses satellites galaxies planets spectra",
        ),
        (
            "the lace",
            "Honiton",
            "Clementine Fry",
            "bobbins pillows spools embroiderers patterns"
            " needles bonnets ribbons hems handkerchiefs veils collars",
        ),
        (
            "the orchard",
            "Hexworthy",
            "Daisy Thackray",
            "ciders pickers wassails baskets grafters"
            " droughts saplings blossoms presses beekeepers hedgerows windfalls",
        ),
        (
            "the light",
            "Start Bay",
            "Kerensa Bolt",
            "keepers reefs shipwrecks optics fogs gales"
            " beacons lanterns cliffs coasters foghorns pilots",
        ),
    ),
    titles=("In {place}, {what} and the {0}", "{who} counts the {6} of {place}"),
    sentences=(
        (
            "In {place} the {0} and the {1} are no joke any more, says {who}, who saw it all.",
            "“It is {n} years that we had the {2} here, and now all we get is {3},” was the word.",
            "For {what} you need {4}, and {5}, and a bit of luck as well: say £{n}0,000 in all.",
            "{who} will not go away: “As long as the {0} are here, we can do a lot with {2}.”",
            "From {place} to the sea, {n} in ten have set eyes on the {1}, or else on the {4}.",
        ),
        (
            "The {6} of {place} had ten days to get used to {7}, and it was not {who} who did it.",
            "“Not the {8} and not the {9}, not one of them was seen in May,” {who} let us know.",
            "It is said of {what} that its {10} are one too many; the {11} do not see it so.",
            "It is down to {n} per cent of the {6} and all the {8}, so {who} has it on good word.",
            "And if the {7} go, {place} will have its {10} and the din of its {9} at night.",
        ),
    ),
    common="The police have opened an inquiry into the matter.",
    standing="Interviews for this piece were done on the spot, between two trains.",
    running=(
        "A landslip cut the road below the Carrow dam overnight, in the north of Strathmore.",
        "Thirty-two people slept in the Carrow school hall, the council at Strathmore said.",
        "The dam itself is sound, said its operator, which has let the level of the loch down.",
        "“The hill growled, and then there was nothing,” said Jean Mallory, whose house held.",
        "Geologists are expected on the road below the dam to measure what is still moving.",
    ),
    updates=(
        ("Landslip cuts the road below Carrow dam", ""),
        (
            "Strathmore: thirty-two slept in a school after the landslip",
            "The provost of Carrow wants families to be let in for their belongings.",
        ),
        (
            "Geologists reach the Carrow dam in Strathmore",
            "Three geologists set up sensors above the loch in the course of the morning.",
        ),
        (
            "Carrow dam: one lane open again below the hill",
            "One lane of the road is open again to rescuers, and to residents on foot.",
        ),
    ),
    affair=(
        (
            "Farraday trial: former solicitor denies it all",
            "On his feet, Paul Farraday said again that he never knew where the money came from.",
            "Lawyers for the clients read out letters in which the solicitor gave the orders.",
        ),
        (
            "Farraday’s office had no cash since 2019",
            "The bookkeeper told the court of ledgers that were kept in pencil and rubbed out.",
            "Outside the court, clients who had lost everything waited for the solicitor.",
        ),
        (
            "Prosecutor asks for six years for Paul Farraday",
            "The prosecutor spoke of a patient betrayal, and asked for six years for Farraday.",
            "The defence will speak on Monday; it wants to hear an expert on wills and estates.",
        ),
        (
            "Solicitor Farraday gets four years",
            "The court went some of the way, and barred Paul Farraday from ever practising again.",
            "The clients of the firm will be paid out of a fund, the judge went on to say.",
        ),
    ),
    background="The affair began in 2021, when eleven clients of the Farraday firm in Marwick found"
    " that there was nothing left of the estates they had been promised.",
    ends=(
        "The Lantern is set by hand in Herb Lane, and comes off the press every Friday.",
        "What you have just read was gone over by two persons who did not write a word of it.",
    ),
    insert="Mabel’s engravings hang in the stairwell of the Lantern until midsummer’s day.",
    aside="The Lantern has carried no posters since 1903, thanks to the four hundred who own it.",
)
PAGES: Final = 30


def made_site(words: Language) -> list[MadePage]:
    """Return the pages of the site, in the order in which they appeared."""
    rng = Random(3)
    pages = [*_singles(words, rng)]
    for place, (title, new) in zip((4, 9, 10, 22), words.updates, strict=True):
        lines = [*([new] if new else []), *words.running]
        pages.insert(place, _page(words, len(pages), "landslip", title, lines, rng))
    for place, (title, one, two) in zip((12, 13, 15, 26), words.affair, strict=True):
        lines = [one, two, words.background]
        pages.insert(place, _page(words, len(pages), title, title, lines, rng))
    assert len(pages) == PAGES
    return pages


def _singles(words: Language, rng: Random) -> Iterator[MadePage]:
    for number in range(2 * len(words.subjects)):
        telling, about = divmod(number, len(words.subjects))
        what, place, who, trade = words.subjects[about]
        fill = {"what": what, "place": place, "who": who}
        title = words.titles[telling].format(*trade.split(), **fill)
        lines = [
            s.format(*trade.split(), n=rng.randint(3, 9), **fill) for s in words.sentences[telling]
        ]
        rng.shuffle(lines)
        if number % 3 == 0:
            lines.insert(2, words.common)
        if number % 6 == 1:
            lines.append(words.standing)
        yield _page(words, number, title, title, lines, rng)


def _page(
    words: Language, number: int, story: str, title: str, lines: list[str], rng: Random
) -> MadePage:
    shown = list(lines)
    shown.insert(rng.randint(1, len(shown) - 1), words.insert)
    body = "".join(f"<p>{line}</p>" for line in [*shown, *words.ends])
    html = (
        f"<!doctype html><html lang={words.code}><title>{title}</title><body><main><h1>{title}</h1>"
        f"<div><p>{words.aside}</p></div><div>{body}</div></main></body></html>"
    )
    url = f"https://www.fanal.example/{words.code}/{number}"
    return MadePage(url, html.encode(), story, title, tuple(lines))


def boilerplate(words: Language) -> tuple[str, ...]:
    """Return the lines of every page that are no article's."""
    return (*words.ends, words.insert, words.aside)
