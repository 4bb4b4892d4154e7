"""A page that fails says one sentence with a number, and the log knows the number."""

import re

from streamlit.testing.v1 import AppTest

from agent_scorecard.ui import trouble


def failing() -> None:
    from agent_scorecard.ui.trouble import tell

    tell(ZeroDivisionError("secret detail"))


def test_a_failure_is_one_sentence_with_its_number_and_no_detail(caplog):
    shown = AppTest.from_function(failing).run()
    (said,) = [error.value for error in shown.error]
    number = re.search(r"error ([0-9a-f]{4})", said).group(1)
    assert f"error {number}" in caplog.text
    assert "secret detail" in caplog.text
    assert "secret detail" not in said


def test_streamlit_shows_no_message_of_its_own():
    assert trouble.tell(ValueError()) is True


def refused() -> None:
    from agent_scorecard.recording.refusal import NotPermitted
    from agent_scorecard.ui.trouble import tell

    tell(NotPermitted("Ana is no longer active here: ask an admin."))


def test_what_is_refused_is_no_failure_of_the_page():
    (said,) = [error.value for error in AppTest.from_function(refused).run().error]
    assert said.replace("\\", "") == "Ana is no longer active here: ask an admin."
