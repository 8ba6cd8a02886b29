"""CODEOWNERS on request: who reviews a spec and what is rendered from it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]
OWNERS = """\
owners: owners
define:
  team: {title: The team, reviewers: "@shop/team"}
  money: {title: Money, reviewers: ["@shop/money", boss@example.com]}
  nobody: {title: Nobody}
"""


@pytest.fixture
def shop(cli: Cli, tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    assert cli("init", root).exit_code == 0
    project = root / "specs" / "project.yaml"
    project.write_text(
        project.read_text("utf-8") + "outputs: [rules, tests, dashboards, runbooks, codeowners]\n",
        "utf-8",
    )
    (root / "specs" / "owners.yaml").write_text(OWNERS, "utf-8")
    return root


def give(root: Path, spec: str, owner: str) -> None:
    path = root / "specs" / spec
    path.write_text(path.read_text("utf-8") + f"owner: {owner}\n", "utf-8")


def lines(root: Path) -> list[str]:
    text = (root / "out" / "CODEOWNERS").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_the_owner_of_the_project_reviews_everything(cli: Cli, shop: Path) -> None:
    assert cli("-C", shop, "render").output.endswith(" written, 0 unchanged, 0 removed\n")
    assert lines(shop) == ["/specs/ @shop/team", "/out/ @shop/team"]


def test_an_owner_reviews_specs_and_what_is_made_of_them(cli: Cli, shop: Path) -> None:
    give(shop, "components/http.yaml", "money")
    give(shop, "runbooks/high-error-rate.yaml", "money")
    give(shop, "dashboards/overview.yaml", "nobody")
    assert cli("-C", shop, "render").exit_code == 0
    assert lines(shop) == [
        "/specs/ @shop/team",
        "/out/ @shop/team",
        "/out/prometheus/rules/http.yml @shop/money boss@example.com",
        "/out/prometheus/tests/http.yml @shop/money boss@example.com",
        "/out/runbooks/high-error-rate.md @shop/money boss@example.com",
        "/specs/components/http.yaml @shop/money boss@example.com",
        "/specs/runbooks/high-error-rate.yaml @shop/money boss@example.com",
    ]


def test_owners_without_reviewers_give_no_file_and_a_warning(cli: Cli, shop: Path) -> None:
    text = OWNERS.replace(', reviewers: "@shop/team"', "")
    (shop / "specs" / "owners.yaml").write_text(text, "utf-8")
    result = cli("-C", shop, "render")
    assert result.exit_code == 0
    assert "warning[PS303]: nothing is rendered for `codeowners`" in result.stdout
    assert "help: give the owners in specs/owners.yaml their `reviewers`" in result.stdout
    assert not (shop / "out" / "CODEOWNERS").exists()


@pytest.mark.parametrize(
    "name", ["team", "@a b", "@a\\n/out/ @b", "#", "@a #", "a@b@c", "@", "@a/"]
)
def test_a_reviewer_that_could_add_a_line_is_refused(cli: Cli, shop: Path, name: str) -> None:
    text = OWNERS.replace('"@shop/team"', f'["{name}"]')
    (shop / "specs" / "owners.yaml").write_text(text, "utf-8")
    result = cli("-C", shop, "render")
    assert result.exit_code == 1
    assert "specs/owners.yaml:3:39: error[PS304]" in result.stdout
    assert not (shop / "out").exists()


def test_a_reviewer_written_without_a_list_is_found_too(cli: Cli, shop: Path) -> None:
    (shop / "specs" / "owners.yaml").write_text(OWNERS.replace("@shop/team", "team"), "utf-8")
    result = cli("-C", shop, "check")
    assert "specs/owners.yaml:3:38: error[PS304]: `team` is no user, team or address" in (
        result.stdout
    )


def test_the_owner_of_a_service_reviews_its_rules(cli: Cli, shop: Path) -> None:
    (shop / "specs" / "fleets").mkdir()
    (shop / "specs" / "fleets" / "shops.yaml").write_text(
        "fleet: shops\n"
        "use: [http]\n"
        "services:\n"
        "  billing: {selector: {job: billing}, owner: money}\n"
        "  search: {selector: {job: search}}\n",
        "utf-8",
    )
    result = cli("-C", shop, "render")
    assert result.exit_code == 0, result.output
    assert lines(shop) == [
        "/specs/ @shop/team",
        "/out/ @shop/team",
        "/out/prometheus/rules/billing/http.yml @shop/money boss@example.com",
        "/out/prometheus/tests/billing/http.yml @shop/money boss@example.com",
    ]
