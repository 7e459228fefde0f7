"""What ``docs/linkbacks.md`` tells other sites is what they are told."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from trackbacks.cases import SENTENCES, Case
from trackbacks.views.pingback import FAULTS
from trackbacks.xmlrpc import Fault

PAGE = Path(__file__).parents[2].joinpath("docs", "linkbacks.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("|")]
GENERAL = {Case.SHAPE, Case.REGISTERED}
"""Told in other words where more is known, or no refusal of every protocol."""


@pytest.mark.parametrize("case", [case for case in Case if case not in GENERAL], ids=str)
def test_each_refusal_stands_there_with_its_fault_and_its_word(case):
    row = next(row for row in ROWS if str(SENTENCES[case]) in row)
    cells = [cell.strip() for cell in row.split("|")]
    assert cells[2] == str(int(FAULTS[case]))
    assert f"`{case.value}`" in cells[3]


def test_the_link_that_is_registered_already_stands_there_with_its_fault():
    row = next(row for row in ROWS if str(SENTENCES[Case.REGISTERED]) in row)
    assert f"| {int(FAULTS[Case.REGISTERED])} |" in row


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault < -32_000], ids=str)
def test_each_fault_of_xml_rpc_stands_there(fault):
    assert f"−{-int(fault)}" in PAGE


@pytest.mark.parametrize(
    "line", re.findall(r"^manage\.py ([a-z_]+ [^#\n]*[^#\s])", PAGE, re.MULTILINE)
)
def test_each_command_exists_with_its_options(line):
    name, *words = re.split(r"[\s\[\]|]+", line)
    command = load_command_class(get_commands()[name], name)
    known = {
        option
        for action in command.create_parser("manage.py", name)._actions
        for option in action.option_strings
    }
    assert {word for word in words if word.startswith("--")} <= known
