import pytest

from gazette.feeds.secrets import secrets_of, without_secrets
from tests.builders import make_subscription

SUBSCRIPTION = make_subscription(
    url="https://jean:mot%2Ede%2Epasse@journal.example/rss?token=a%2Fsesame&page=12345",
    headers=(("Authorization", "Bearer ouvre-toi"), ("X-Key", "porte-clef")),
)


@pytest.mark.parametrize(
    "said",
    [
        "mot%2Ede%2Epasse",
        "mot.de.passe",
        "jean:mot.de.passe",
        "a/sesame",
        "Bearer ouvre-toi",
        "ouvre-toi",
        "porte-clef",
    ],
)
def test_what_a_server_says_back_of_a_secret_is_not_told(said: str) -> None:
    told = without_secrets(f"the server answered 499 <{said}>", secrets_of(SUBSCRIPTION))
    assert told == "the server answered 499 <***>"


def test_what_is_no_secret_stays() -> None:
    message = "https://journal.example/rss?page=12345: the server answered 404 Not Found"
    assert without_secrets(message, secrets_of(SUBSCRIPTION)) == message


def test_a_user_name_alone_is_the_secret_and_one_beside_a_password_a_word() -> None:
    token = make_subscription(url="https://feed0a1b2c@journal.example/rss")
    login = make_subscription(url="https://feed:motdepasse@journal.example/rss")
    message = "not a feed: feed0a1b2c"
    assert without_secrets(message, secrets_of(token)) == "not a feed: ***"
    assert without_secrets(message, secrets_of(login)) == message


def test_a_secret_of_a_few_letters_takes_no_words_to_pieces() -> None:
    short = make_subscription(url="https://a:e@journal.example/rss")
    assert without_secrets("a 404 at the end", secrets_of(short)) == "a 404 at the end"
