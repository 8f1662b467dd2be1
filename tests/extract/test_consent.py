"""Consent texts in one paragraph, without title or button: they go, articles about them stay."""

import pytest

from gazette.extract import extract, extract_article
from tests.extract.markups import FERRY, HALLE

FRENCH = [
    "Avec votre consentement, nous personnalisons les contenus ; paramétrez vos"
    " préférences, finalité par finalité.",
    "Gérez vos préférences en matière de confidentialité. Les cookies fonctionnels restent actifs.",
    "Les données collectées servent à personnaliser votre lecture. Vous pouvez demander leur"
    " suppression.",
    "Ce site dépose des traceurs afin de mesurer sa fréquentation et de vous montrer des contenus"
    " adaptés. Votre choix est gardé six mois.",
    "Nos 418 partenaires et nous-mêmes accédons à des données telles que des identifiants uniques"
    " et des données de navigation, et les traitons.",
    "Nous et nos partenaires stockons et/ou accédons à des informations sur un terminal, telles que"
    " les cookies, et traitons des données personnelles.",
    "Certains partenaires ne demandent pas votre consentement et s’appuient sur leur intérêt"
    " légitime. Vous pouvez vous y opposer à tout moment.",
    "Stocker et/ou accéder à des informations sur un appareil. Publicités et contenu personnalisés,"
    " mesure de performance, études d’audience et développement de services.",
    "Utiliser des données de géolocalisation précises. Analyser activement les caractéristiques de"
    " l’appareil pour l’identification.",
    "Avec votre accord, nos partenaires et nous utilisons des cookies ou des technologies"
    " similaires pour conserver et consulter des informations personnelles.",
    "Vous pouvez retirer votre consentement ou vous opposer aux traitements fondés sur l’intérêt"
    " légitime en cliquant sur « En savoir plus ».",
    "Les finalités du traitement sont détaillées dans notre politique de confidentialité. Vos choix"
    " s’appliqueront à ce site uniquement.",
    "Continuer sans accepter. Nous respectons votre vie privée : choisissez les finalités que vous"
    " autorisez.",
    "En poursuivant votre lecture, vous acceptez le dépôt de traceurs tiers destinés à mesurer"
    " l’audience et à vous proposer des publicités ciblées.",
    "Les traceurs strictement nécessaires au fonctionnement du site sont déposés sans votre accord."
    " Pour les autres, à vous de choisir.",
    "Des cookies sont utilisés pour réaliser des statistiques de visite et partager du contenu sur"
    " les réseaux sociaux. Vous pouvez tout accepter, tout refuser ou personnaliser vos choix.",
    "Ce site et ses partenaires recourent à des traceurs pour personnaliser les annonces. Vos"
    " préférences peuvent être modifiées à tout moment.",
    "Lors de votre visite, des informations peuvent être enregistrées sur votre terminal ou lues"
    " depuis celui-ci, le plus souvent sous la forme de cookies.",
    "Votre consentement sera demandé de nouveau dans treize mois. Il peut être retiré en bas de"
    " chaque page, à la rubrique « Gérer mes traceurs ».",
    "Nous conservons votre choix pendant six mois. Vous pouvez changer d’avis en cliquant sur"
    " « Cookies » en bas de page.",
    "Vos données personnelles sont traitées par nos 96 fournisseurs, notamment afin de diffuser des"
    " annonces et d’en mesurer l’efficacité.",
    "La publicité personnalisée nous permet de financer nos contenus. En refusant les cookies, vous"
    " verrez des annonces moins adaptées.",
    "Le dépôt de cookies publicitaires nous aide à financer la rédaction ; vous pouvez le refuser"
    " sans perdre l’accès au site.",
    "Pour le bon fonctionnement de la page et la mesure d’audience, nous déposons des cookies dits"
    " exemptés de consentement.",
    "Liste des partenaires (fournisseurs) : consultez pour chacun les finalités et l’intérêt"
    " légitime invoqué, puis enregistrez vos préférences.",
    "Nous avons besoin de votre accord pour déposer des cookies de mesure et de publicité sur votre"
    " navigateur.",
    "Ces cookies nous permettent de compter les visites et de savoir quelles pages vous lisez. Ils"
    " ne sont déposés qu’avec votre consentement.",
    "Certains traceurs sont exemptés de consentement ; vous pouvez vous opposer aux autres depuis"
    " le centre de préférences.",
    "Votre vie privée compte. Nous limitons le nombre de traceurs et ne transmettons vos données à"
    " aucun tiers sans votre accord.",
    "En cliquant sur « J’accepte », vous consentez à l’utilisation de cookies par nous et nos"
    " partenaires pour toutes les finalités décrites.",
    "Nos partenaires peuvent croiser vos données de navigation avec des données hors ligne afin de"
    " vous proposer une publicité personnalisée.",
    "Le site utilise des cookies tiers, dont ceux des lecteurs vidéo et des réseaux sociaux, soumis"
    " à votre consentement préalable.",
    "Conformément à la loi Informatique et Libertés, vous disposez d’un droit d’accès à vos données"
    " personnelles et pouvez retirer votre consentement.",
    "Souhaitez-vous autoriser le dépôt de cookies à des fins d’analyse et de publicité ? Vos"
    " préférences sont conservées six mois.",
]
ENGLISH = [
    "The data collected serves to tailor what you read. It is not sold on. You may ask for its"
    " deletion.",
    "We and selected third parties store cookies on your phone for these purposes: audience,"
    " advertising, social media.",
    "Our 430 partners and we store and process data such as unique identifiers and browsing data."
    " You may accept or refuse below.",
    "We and our 87 partners store and/or access information on a device, such as unique IDs in"
    " cookies, to process personal data.",
    "Store and/or access information on a device. Personalised advertising and content, advertising"
    " and content measurement, audience research and services development.",
    "Use precise geolocation data. Actively scan device characteristics for identification.",
    "Some of our partners process your data on the basis of legitimate interest. You may object to"
    " this at any time.",
    "You may accept or manage your choices, including your right to object where legitimate"
    " interest is used, by clicking below.",
    "Some vendors may process your personal data on the basis of legitimate interest, which you can"
    " object to by managing your options.",
    "With your permission we and our vendors may use precise geolocation data and identification"
    " through device scanning.",
    "Continue without accepting. We care about your privacy: choose which purposes you allow.",
    "Your preferences will apply to this website only. You can change them or withdraw your consent"
    " by returning to this site.",
    "Please note that some processing of your personal data may not require your consent, but you"
    " have a right to object to such processing.",
    "This site places trackers to measure its audience and to show you suitable content. Your"
    " choice is kept for six months.",
    "We ask for your consent to the use of cookies for statistics and marketing. Necessary cookies"
    " are always on.",
    "When you visit any website, it may store or retrieve information on your browser, mostly in"
    " the form of cookies.",
    "These cookies allow us to count visits and traffic sources so we can measure and improve the"
    " performance of our site.",
    "Third-party cookies may be set by our advertising partners to build a profile of your"
    " interests and show you relevant adverts.",
    "Do not sell or share my personal information. You can opt out of targeted advertising at any"
    " time.",
    "If you refuse, you will still see advertising, but it will be less relevant to you. See our"
    " cookie policy.",
    "By clicking “Accept”, you consent to the storing of cookies on your device and to the"
    " processing of your data by our vendors.",
    "Click below to consent to the above or make granular choices. Your choices will be applied to"
    " this site only.",
    "Our website stores strictly necessary cookies on your device. With your consent we also set"
    " optional ones for analytics.",
    "List of partners (vendors): review the purposes and the legitimate interest each relies on,"
    " and save your preferences.",
    "Information about your use of this site is shared with our partners, who may combine it with"
    " other data you have given them.",
    "We use our own and third-party trackers to understand how you use the site and to personalise"
    " advertising.",
    "Your data may be transferred outside the European Union. You can withdraw your consent in the"
    " privacy centre.",
    "Advertising pays for our journalism. Please allow cookies so that we can show you personalised"
    " ads.",
    "We keep your choices for six months. You can change your mind through the “Privacy” link at"
    " the foot of every page.",
    "Ads and content can be personalised based on a profile. Ad and content performance can be"
    " measured. Insights about audiences can be derived.",
    "To provide the best experience we use technologies like cookies to store and access device"
    " information.",
    "Not consenting or withdrawing consent may adversely affect certain features and functions of"
    " this website.",
    "You decide which cookies we may set. Functional cookies remember your settings; marketing"
    " cookies follow you across sites.",
]
PLACES = {
    "a last div": "{article}<div>{notice}</div>",
    "a last paragraph in a div": "{article}<div><p>{notice}</p></div>",
    "a first div": "<div>{notice}</div>{article}",
    "a section behind a footer": "{article}<div>À propos</div><section>{notice}</section>",
}
CASES = [(HALLE, text) for text in FRENCH] + [(FERRY, text) for text in ENGLISH]
FRENCH_TEXT = [
    "Un navigateur norvégien refuse désormais les traceurs tiers sans rien demander, et les régies"
    " publicitaires ont saisi le tribunal.",
    "L’intérêt légitime, que 600 fournisseurs invoquaient pour se passer du consentement, n’en est"
    " plus un, a jugé mardi la cour de Bruxelles.",
    "Les finalités tiennent en dix lignes que personne ne lit ; les partenaires, eux, sont neuf"
    " cents, et la liste change chaque semaine.",
    "Au village, on dépose ses données personnelles au secrétariat comme on y dépose ses clés.",
    "La géolocalisation précise de vingt mille téléphones était en vente pour le prix d’un vélo.",
]
ENGLISH_TEXT = [
    "A Norwegian browser now blocks third-party trackers unasked, and the advertising trade has"
    " gone to court over it.",
    "Legitimate interest, on which 600 vendors relied to do without consent, is no such thing, the"
    " court in Brussels held on Tuesday.",
    "The purposes fit on ten lines that nobody reads; the partners number nine hundred, and the"
    " list changes every week.",
    "In the village people leave personal data at the town hall as they leave their keys.",
    "Precise geolocation data of twenty thousand phones was on sale for the price of a bicycle.",
]


def page_of(story, shape, notice):
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    article = f"<div><h1>{story.title}</h1>{paragraphs}</div>"
    return f"<html><body>{shape.format(article=article, notice=notice)}</body></html>".encode()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("story", "notice"), CASES)
def test_a_consent_text_apart_from_the_article_is_left_out(story, notice, place):
    assert extract_article(page_of(story, PLACES[place], notice)).paragraphs == story.paragraphs


@pytest.mark.parametrize(("story", "notice"), CASES)
def test_a_consent_text_beside_the_article_is_left_out_for_what_it_is(story, notice):
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    text = f"<h1>{story.title}</h1>{paragraphs}"
    page = f"<html><body>{text}<div>{notice}</div></body></html>"
    extraction = extract(page.encode())
    assert extraction.article.paragraphs == story.paragraphs
    assert any(piece.reason == "cookies" for piece in extraction.removed)


@pytest.mark.parametrize(("story", "text"), [(HALLE, FRENCH_TEXT), (FERRY, ENGLISH_TEXT)])
def test_an_article_about_consent_is_kept_whole(story, text):
    first, *rest = story.paragraphs
    paragraphs = "".join(f"<p>{line}</p>" for line in (first, *text, *rest))
    page = f"<html><body><h1>{story.title}</h1><div>{paragraphs}</div></body></html>"
    assert extract_article(page.encode()).paragraphs == (first, *text, *rest)


@pytest.mark.parametrize(
    ("story", "line"),
    [(HALLE, line) for line in FRENCH_TEXT] + [(FERRY, line) for line in ENGLISH_TEXT],
)
def test_a_last_paragraph_about_consent_is_kept(story, line):
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in (*story.paragraphs, line))
    page = f"<html><body><h1>{story.title}</h1><div>{paragraphs}</div></body></html>"
    assert extract_article(page.encode()).paragraphs == (*story.paragraphs, line)
