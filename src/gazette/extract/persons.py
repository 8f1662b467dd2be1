"""Which words are the name of a person where no label says so.

Only what a by-line may be mistaken for is told apart: a place, a section, a newspaper, a button.
A name that holds such a word is not taken; to miss an author called London costs less than to
invent one called Grand Format.
"""

import re
from typing import Final

from gazette.text import fold

# A name is two to four words that begin with a capital; particles may stand between.
CAPITAL: Final = r"(?:d[’'])?[A-ZÀ-ÖØ-ÞŁŚŠŽ](?:[\w’'-]|\.(?=[\w\s-]))*"
_PARTICLE: Final = "d[eu’']|des|del|da|di|dos|van|von|der|le|la|el|al|bin"
NAME: Final = rf"{CAPITAL}(?:\s+(?:{_PARTICLE}|{CAPITAL})){{0,3}}\s+{CAPITAL}"
NAMES: Final = rf"{NAME}(?:\s*(?:,|&|\bet\b|\band\b)\s*{NAME}){{0,5}}"
"""One name or several, as a by-line has them."""
_WHOLE_NAME: Final = re.compile(rf"{NAME}\.?")
# What a newspaper prints in capitals near a date, in folded text.
_SECTIONS: Final = (
    "news sport sports politics politique economie economy business culture opinion opinions"
    " debats debat idees monde world international national regional region local locales vie"
    " societe society sante health sciences science tech technologie technology planete climat"
    " climate environnement environment education faits divers justice football rugby cyclisme"
    " tennis cricket hockey basket basketball auto moto lifestyle style food travel voyage voyages"
    " cuisine cinema movies music musique arts books livres games jeux money finance finances"
    " markets marches real estate immobilier emploi jobs annonces carnet obituaries avis deces"
    " meteo weather election elections people loisirs sorties agenda actualite actualites actu"
    " une community property letters courrier crime courts features essentials"
)
_LABELS: Final = (
    "breaking latest dernieres derniere minute heure exclusive exclusif exclusivite analysis"
    " analyse decryptage enquete investigation reportage portrait interview entretien tribune"
    " chronique edito editorial editoriaux billet feature special dossier format focus zoom weekend"
    " live direct update updates edition abonnes abonne subscriber subscribers premium sponsored"
    " publicite advertisement partner content contenu video videos photo photos podcast podcasts"
    " audio magazine newsletter newsletters newsbrief briefing explainer report reports review"
    " reviews recap factcheck quiz recipe recette column comment commentary letter daily read"
    " obituary profile infographie diaporama story stories article articles series serie"
)
_BUTTONS: Final = (
    "home accueil menu login log sign up account compte konto mein search recherche text"
    " size share partager comments commentaires commentaire print imprimer email mail facebook"
    " twitter whatsapp linkedin reddit bluesky instagram telegram messenger pinterest more about"
    " related lire voir watch listen ecouter follow suivre subscribe view all copy link"
    " embed download save bookmark translate skip next previous contact contactez help register"
    " reading time temps lecture mins published updated publie mis posted modified click here"
)
_HOUSES: Final = (
    "presse press journal gazette times post herald observer telegraph guardian independent"
    " chronicle examiner mirror standard agency agence media medias group groupe company inc ltd"
    " club fc cf afc association institute institut foundation fondation ministry ministere union"
    " party parti team equipe staff desk redaction newsroom service services bureau office"
    " department committee commission council conseil mairie police army armee court cour school"
    " ecole college university universite bank banque museum musee church eglise theatre orchestra"
    " television tv radio league ligue cup coupe championship championnat open prix tour festival"
    " trust society federation syndicat collectif network broadcasting corporation house"
)
_PLACES: Final = (
    "york angeles kong aviv vegas beach valley island islands river street avenue road town"
    " village city county square district paris london londres bruxelles brussels geneve geneva"
    " montreal quebec france belgique belgium suisse switzerland canada europe africa afrique asia"
    " asie america amerique kingdom states unis republic republique england angleterre scotland"
    " ireland irlande germany allemagne italy italie spain espagne japan japon china chine russia"
    " russie ukraine brazil bresil zealand zelande delhi arabia emirates salvador"
)
_TIMES: Final = (
    "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi"
    " samedi dimanche january february march july september october november december janvier"
    " fevrier juin juillet aout septembre octobre novembre decembre today yesterday"
    " aujourd'hui hier"
)
# A place, a house or a sentence begins with them; as a last word they are somebody's name.
_FIRST: Final = frozenset(
    "le la les l un une des du de the an my our your his her this that these notre nos votre vos"
    " mon ma mes son sa ses ce cette ces new north south east west northern southern eastern"
    " western san santa saint sainte st los las mont port fort cote ile iles haute haut bas basse"
    " nord sud est ouest greater upper lower lake mount cape costa puerto hong abu kuala tel sri"
    " burkina buenos united grand grande royaume etats nouvelle nouveau what why how when where who"
    " is are to for and with by from at on in par pour avec et ou qui que quoi comment pourquoi"
    " top von der die das au aux chez vers".split()
)
_OTHERS: Final = frozenset(
    " ".join((_SECTIONS, _LABELS, _BUTTONS, _HOUSES, _PLACES, _TIMES)).split()
)
_WORDS: Final = re.compile(r"[^\s’'.-]+")


def is_name(text: str) -> bool:
    """Return whether a text is written as names are: that is enough behind a label."""
    return _WHOLE_NAME.fullmatch(text) is not None


def has_other_word(text: str) -> bool:
    """Return whether one of the words of a text is that of a section, a button or a house."""
    return not _OTHERS.isdisjoint(_WORDS.findall(fold(text)))


def is_person(text: str) -> bool:
    """Return whether a text is written as names are and has no word of another thing."""
    if not is_name(text):
        return False
    words = _WORDS.findall(fold(text))
    # Of initials nobody can be told; "A. Quill" is a name, "À Stockholm" a place.
    is_written = any(len(word) > 1 for word in words) and not text.startswith("À ")
    return is_written and words[0] not in _FIRST and _OTHERS.isdisjoint(words)
