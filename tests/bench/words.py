"""Two made languages that look like French and English, for stores of any size.

Word forms come from stems, prefixes and endings; they are drawn as words of real text are: the
nth commonest word is used about 1/n as often as the commonest (Zipf), so that half of a text is
function words, and names that stand in a handful of stories make the long tail. Texts are put
together from a bank of clauses of some words each: drawing each word would take twenty times as
long. Nothing here means anything.
"""

import random
from dataclasses import dataclass
from itertools import accumulate, product

CLAUSE_WORDS = (3, 10)
VOWELS = tuple("aeiouhéèêàâîôœ")
ELIDED = {
    "le": "l", "la": "l", "de": "d", "que": "qu", "ne": "n", "se": "s", "je": "j", "ce": "c",
}  # fmt: skip

FRENCH_FUNCTION = """
de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec
son aux cette ont ou mais leur comme sa ses été être fait nous elle après on tout deux sans
même entre aussi ces selon sous depuis avant contre leurs notre dont encore alors très bien vers
chez moins peut avoir lors où si ils je trois ans hier déjà cela pendant toujours toute tous celui
dès donc ainsi car jamais parce jusqu’ afin parmi malgré trop puis ici quand rien autre autres
""".split()
ENGLISH_FUNCTION = """
the of and to a in that is for it on was with as at by be from are this have has he not but they
his an which or were we their been one had more will she who about its would there after all when
said if up her than out so can into some what new also other two over could them then only no
first time years like now most many between before because through where those while should during
being under against since three such just even may made both each around without still must did
yet until though within along often among why every once again further whether
""".split()

FRENCH_VERBS = """
accept accompagn accord achet adopt affirm affront aggrav aid ajout amélior analys annonc annul
appel appliqu apport approuv arrêt assur attaqu attir augment autoris avanc baiss bloqu bouscul
cach calcul centr cess chang charg cherch chut cit class command compar compt concern condamn
confirm consacr consider constat consult contest continu contrôl coup cré critiqu dat débarqu décid
déclar demand démissionn dénonc dépass déplac désign dessin détaill devanc discut domin donn dur
échapp écout éduqu élev élimin embauch emport encadr engag enquêt entraîn envisag épargn espér
estim étal étudi évalu évit examin exclu exig expliqu export exprim ferm financ fix form fragilis
gagn gard gér habit hésit identifi imagin import impos indiqu inform inquièt install insist invit
jou juge lanc libér limit list livr log manifest manqu marqu menac mesur milit mobilis montr négoci
nomm observ occup oppos organis oubli pari parl particip pass pench pens pes pilot place port pouss
préfér présent prévoi prim privilégi procur profit prolong propos protég prouv provoqu publi racont
rappel rassembl réclam récolt redout refus regard regrett relanc remarqu remplac rencontr renforc
rentr répar report représent réserv résist respect rest révél sanctionn sauv sembl sign signal soign
souhait soulign stabilis stopp suspend tard tent termin tomb touch tourn trait travaill travers
trouv utilis valid vis visit vot voyag
""".split()
FRENCH_NOUNS = """
élection président ministre gouvernement retraite budget réforme ville région pays monde guerre
paix accord loi projet parti candidat député maire école élève université étudiant hôpital médecin
patient santé climat énergie usine emploi salaire syndicat grève marché prix inflation banque
entreprise dirigeant salarié client produit voiture train avion aéroport gare route frontière
migrant police justice tribunal procès juge avocat prison victime enquête témoin incendie tempête
inondation forêt rivière montagne mer plage île pêcheur agriculteur ferme récolte blé vin fromage
pain repas cuisine restaurant hôtel touriste musée exposition œuvre tableau artiste peintre film
cinéma acteur série théâtre livre roman écrivain poète musique chanson concert festival joueur
équipe match victoire défaite championnat coupe ballon vélo cycliste course athlète médaille stade
supporter entraîneur scientifique chercheur découverte planète étoile satellite fusée robot
ordinateur logiciel donnée réseau téléphone écran image journal journaliste lecteur article source
rumeur débat question réponse idée problème solution risque danger sécurité armée soldat frappe
missile drone otage négociation traité alliance sommet diplomate ambassade peuple citoyen famille
enfant parent femme homme jeune ancien voisin quartier immeuble logement loyer chantier ouvrier
métro tramway pont tunnel port bateau été hiver printemps automne sécheresse canicule neige pluie
vent soleil nuit matin soir semaine mois année siècle histoire mémoire archive église mosquée cœur
sœur main tête voix corps vie mort naissance âge droit liberté égalité
""".split()
FRENCH_ADJECTIVES = """
grand petit national régional local mondial européen français anglais allemand politique social
économique public privé nouveau ancien important récent fort faible lourd léger rapide lent libre
ouvert fermé clair sombre chaud froid riche pauvre vrai faux juste sûr prudent violent pacifique
urbain rural marin solaire nucléaire numérique électrique culturel artistique historique moderne
scientifique médical judiciaire pénal civil militaire fiscal bancaire agricole industriel
commercial rare commun simple difficile profond long court haut bas blanc noir rouge vert bleu
""".split()
FRENCH_SET_PHRASES = (
    """
réforme des retraites|conseil municipal|premier ministre|pouvoir d’achat|changement climatique
mise en examen|centrale nucléaire|ministre de l’intérieur|élection présidentielle|coupe du monde
transition énergétique|salle de concert|fait divers|chiffre d’affaires|cour d’appel|état d’urgence
intelligence artificielle|banque centrale|taux d’intérêt|hausse des prix|marché du travail
appel à témoins|œuvre d’art|cessez-le-feu|aujourd’hui encore|sécurité sociale|chef de l’état
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

ENGLISH_VERBS = """
accept accuse act add adopt advance affect agree aim allow announce appeal appear approve argue
arrest ask assess attack attempt attend attract avoid award back ban battle believe block boost
borrow break call campaign cancel capture cause challenge change charge chase check claim clash
clear close collapse collect command comment compare compete complain confirm consider contact
contain continue control count cover crash create criticise damage deal debate decide declare
defend delay deliver demand deny depart describe detain develop direct discover discuss disrupt
double doubt draft drop earn elect emerge employ end endorse enter escape establish estimate
evacuate examine exceed expand expect explain explore export expose extend face fail fear fight
fill finish fix flood follow force form gather govern grant guard guide halt handle happen head
help hint honour hope host identify ignore impose improve increase inform injure inspect intend
invest invite involve issue join judge jump kick land last launch lead learn leave lift limit link
list look lower manage march mark match measure meet monitor move negotiate note observe obtain
occupy offer open operate oppose order organise own pass pay perform plan play pledge point praise
predict prepare present press prevent produce promise propose protect protest prove publish push
question quit raise reach react record recover reduce reform refuse regret reject release remain
remove repair replace reply report request rescue resign resist respond restore result return
reveal review rise risk rule sanction score search seek seize select settle shape share shift shock
show sign slow spark speak spend spread start stay stop strike struggle study succeed suffer suggest
support surge suspect target tax test threaten touch track trade train travel treat trigger trust
turn urge use vaccinate value visit vote wait walk want warn watch welcome win witness work worry
""".split()
ENGLISH_NOUNS = """
election president minister government pension budget city region country world war peace deal law
project party candidate senator mayor school pupil university student hospital doctor patient
health climate energy factory job wage union market price inflation bank company leader worker
customer product car train plane airport station road border migrant police justice court trial
lawyer prison victim inquiry fire storm river mountain sea beach island fisherman farmer farm
harvest wheat wine cheese bread meal kitchen restaurant hotel tourist museum exhibition painting
artist painter film cinema actor series theatre book novel writer poet music song concert festival
player team victory defeat championship cup ball bike cyclist race athlete medal stadium supporter
coach scientist researcher discovery planet star satellite rocket robot computer software data
network phone screen picture newspaper journalist reader article source rumour answer idea problem
solution danger security army soldier missile drone hostage treaty alliance summit diplomat embassy
people citizen family child parent woman man neighbour district building housing rent site bridge
tunnel port boat summer winter spring autumn drought heatwave snow rain wind sun night morning
evening week month year century history memory archive church mosque heart sister hand voice body
life death birth age right freedom equality aesthetic encyclopaedia
""".split()
ENGLISH_ADJECTIVES = """
great small national regional local global european french british german political social
economic public private recent important strong weak heavy light quick slow free open close clear
dark warm cold rich poor true false fair safe careful violent peaceful urban rural solar nuclear
digital electric cultural artistic historic modern scientific medical judicial criminal civil
military fiscal financial agricultural industrial commercial rare common simple difficult deep long
short high low white black red green blue
""".split()
ENGLISH_SET_PHRASES = (
    """
prime minister|climate change|interest rates|cost of living|supreme court|general election
artificial intelligence|central bank|world cup|human rights|public health|trade union|rush hour
court of appeal|state of emergency|housing market|foreign policy|power station|peace talks
chief executive|inquiry into the|member of parliament|breaking news|long-term plan|full-time job
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

FIRST_NAMES = {
    "fr": "Camille Louise Jeanne Amélie Chloé Inès Zoé Éloïse Hugo Lucas Étienne François Loïc"
    " Mathieu Noël Rémi Yann Théo Gaëlle Hélène".split(),
    "en": "Alice Emily Grace Harriet Imogen Jane Kate Lucy Molly Nora Adam Ben Colin David Edward"
    " George Henry Jack Liam Owen".split(),
}
NAME_PARTS = (
    "Bel Font Mar Cler Roch Val Mont Gran Bois Cham Du Ler Sau Ver Brem Cor Has Wick Thorn Ash"
    " Kel Lang Pem Ros Stan Tre Whit Yar Har Dun".split(),
    "e i a o en an er ar il el on or us et ain".split(),
    "court ville mont roy dier lier tier gny nac zac reau ton ham ford wick ley by field more"
    " stead wood bourne dale gate mere shaw worth combe croft".split(),
)


@dataclass(frozen=True)
class Language:
    """The words of one language, and how often each is used."""

    code: str
    words: list[str]
    """The commonest first."""
    set_phrases: list[str]


def french() -> Language:
    endings = ("er", "e", "é", "ent", "ée", "ait", "és", "ant", "ées", "era", "aient", "ons")
    derived = ("ation", "ations", "ateur", "ateurs", "ement", "ements", "able", "ables", "eur")
    return Language(
        "fr",
        FRENCH_FUNCTION
        + _by_turns(
            [
                _forms(FRENCH_NOUNS, ("", "s")),
                _forms(FRENCH_VERBS, endings),
                _forms(FRENCH_ADJECTIVES, ("", "e", "s", "es", "ement")),
            ],
            [
                _forms(FRENCH_VERBS, derived),
                *(_forms([p + v for v in FRENCH_VERBS], endings) for p in ("re", "dé", "pré")),
                *(_forms([p + v for v in FRENCH_NOUNS], ("", "s")) for p in ("anti", "contre-")),
                *(
                    _forms([p + v for v in FRENCH_ADJECTIVES], ("", "e", "s"))
                    for p in ("in", "ultra")
                ),
            ],
            seed=33,
        ),
        FRENCH_SET_PHRASES,
    )


def english() -> Language:
    endings = ("", "s", "ed", "ing")
    derived = ("er", "ers", "able", "ment", "ments", "ation", "ations", "ings")
    return Language(
        "en",
        ENGLISH_FUNCTION
        + _by_turns(
            [
                _forms(ENGLISH_NOUNS, ("", "s")),
                _forms(ENGLISH_VERBS, endings),
                _forms(ENGLISH_ADJECTIVES, ("", "ly", "er", "est")),
            ],
            [
                _forms(ENGLISH_VERBS, derived),
                *(
                    _forms([p + v for v in ENGLISH_VERBS], endings)
                    for p in ("re", "over", "out", "mis", "pre", "counter", "under", "inter")
                ),
                *(
                    _forms([p + v for v in ENGLISH_NOUNS], ("", "s"))
                    for p in ("anti", "super", "sub")
                ),
                *(
                    _forms([p + v for v in ENGLISH_ADJECTIVES], ("", "ly", "ness"))
                    for p in ("un", "non")
                ),
            ],
            seed=44,
        ),
        ENGLISH_SET_PHRASES,
    )


class Writer:
    """Writes texts of one language; the same `rng` writes the same texts."""

    def __init__(self, language: Language, rng: random.Random, *, clauses: int) -> None:
        self._rng = rng
        self._names = _names(language.code)
        self._bank = _clauses(language, rng, clauses)

    def name(self) -> str:
        """Return a person's name: one of a quarter of a million, some far commoner."""
        first, last = self._names
        return f"{self._rng.choice(first)} {last[int(len(last) * self._rng.random() ** 3)]}"

    def headline(self) -> str:
        """Return some ten words."""
        text = " ".join(self._rng.choices(self._bank, k=1 + (self._rng.random() < 0.7)))
        if self._rng.random() < 0.15:
            text = f"{text}: {self.name()}"
        return text[0].upper() + text[1:]

    def paragraph(self, clauses: int) -> str:
        """Return sentences, of some three clauses each."""
        rng, parts = self._rng, self._rng.choices(self._bank, k=clauses)
        if rng.random() < 0.3:
            parts[rng.randrange(clauses)] += f" {self.name()}"
        sentences = []
        for start in range(0, clauses, 3):
            sentence = ", ".join(parts[start : start + 3])
            sentences.append(f"{sentence[0].upper()}{sentence[1:]}.")
        return " ".join(sentences)

    def paragraphs(self, words: int) -> list[str]:
        """Return an article's text."""
        left = max(2, round(words / 6.3))
        found = []
        while left > 0:
            clauses = min(left, self._rng.randrange(4, 14))
            found.append(self.paragraph(clauses))
            left -= clauses
        return found


def surnames() -> list[str]:
    """Return all surnames, which are those of towns too, in an order of their own."""
    names = ["".join(parts) for parts in product(*NAME_PARTS)]
    random.Random(55).shuffle(names)
    return names


def _names(code: str) -> tuple[list[str], list[str]]:
    return FIRST_NAMES[code], surnames()


def _forms(stems: list[str], endings: tuple[str, ...]) -> list[str]:
    """Return each stem with each ending."""
    return [_joined(stem, ending) for stem in stems for ending in endings]


def _joined(stem: str, ending: str) -> str:
    """Return a word form, spelled as French and English mostly do it: "inquiries", "tableaux"."""
    if ending and stem.endswith("eau") and ending == "s":
        return f"{stem}x"
    if stem.endswith("e") and ending[:1] in ("e", "é", "i", "a"):
        return stem[:-1] + ending
    if stem.endswith("y") and stem[-2:-1] not in "aeo" and ending[:1] not in ("", "i"):
        return f"{stem[:-1]}ie{ending}" if ending == "s" else f"{stem[:-1]}i{ending}"
    return stem + ending


def _by_turns(common: list[list[str]], rare: list[list[str]], *, seed: int) -> list[str]:
    """Return the common forms, then the rare; shuffled, or rank would follow the alphabet."""
    found: dict[str, None] = {}
    for groups in (common, rare):
        forms = [form for group in groups for form in group]
        random.Random(seed).shuffle(forms)
        found |= dict.fromkeys(forms)
    return list(found)


def _clauses(language: Language, rng: random.Random, number: int) -> list[str]:
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(language.words))))
    lengths = rng.choices(range(*CLAUSE_WORDS), k=number)
    words = iter(rng.choices(language.words, cum_weights=weights, k=sum(lengths)))
    phrase_weights = list(accumulate(1 / (n + 1) for n in range(len(language.set_phrases))))
    found = []
    for length in lengths:
        clause = [next(words) for _ in range(length)]
        chance = rng.random()
        if chance < 0.12:
            clause[rng.randrange(length)] = rng.choices(
                language.set_phrases, cum_weights=phrase_weights
            )[0]
        elif chance < 0.2:
            clause[rng.randrange(length)] = str(int(10 ** (5 * rng.random())))
        if language.code == "fr":
            clause = _elided(clause, "’" if chance < 0.6 else "'")
        found.append(" ".join(clause))
    return found


def _elided(words: list[str], apostrophe: str) -> list[str]:
    """Return French words with what is elided before a vowel: "l’été"."""
    found: list[str] = []
    for word in words:
        if found and found[-1] in ELIDED and word.startswith(VOWELS):
            found[-1] = f"{ELIDED[found[-1]]}{apostrophe}{word}"
        else:
            found.append(word)
    return found
