"""What is refused of a file, and what a whole requirements graph gives."""

from __future__ import annotations

import pytest

from engine import decisions
from engine.decisions.reading import NAMESPACES
from engine.errors import NotDeployable
from tests.engine.decisions.models import decision, definitions, inputs, literal, table


def test_decisions_and_knowledge_are_evaluated_when_needed() -> None:
    knowledge = (
        '<businessKnowledgeModel id="k_fee" name="年费"><variable name="年费"/><encapsulatedLogic>'
        '<formalParameter name="月" typeRef="number"/>'
        + literal("月 * 12")
        + "</encapsulatedLogic>"
        "</businessKnowledgeModel>"
    )
    xml = definitions(
        inputs("monthly", type_ref="number"),
        knowledge,
        decision("yearly", literal("年费(monthly)"), ["i_monthly", "k_fee"], type_ref="number"),
        decision("class", literal('if yearly > 100 then "high" else "low"'), ["yearly"]),
    )
    model = decisions.load(xml)
    assert model.decide("class", {"monthly": 10}) == "high"
    assert model.decide("yearly", {"monthly": "ten"}) is None
    assert model.inputs_of("class") == {"monthly"}
    assert model.id == "class"


def test_boxed_expressions_compose() -> None:
    context = (
        "<context><contextEntry><variable name='double'/>"
        "<functionDefinition><formalParameter name='n'/>"
        + literal("n * 2")
        + "</functionDefinition></contextEntry><contextEntry><variable name='table'/><relation>"
        "<column name='k'/><column name='v'/><row>"
        + literal('"a"')
        + literal("1")
        + "</row><row>"
        + literal('"b"')
        + literal("2")
        + "</row></relation></contextEntry><contextEntry>"
        "<conditional><if>"
        + literal("x > 1")
        + "</if><then><for iteratorVariable='e'><in>"
        + literal("table.v")
        + "</in><return>"
        + literal("double(e)")
        + "</return></for></then><else>"
        "<list>" + literal("x") + "</list></else></conditional></contextEntry></context>"
    )
    model = decisions.load(definitions(inputs("x"), decision("out", context, ["i_x"])))
    assert model.decide("out", {"x": 2}) == [2, 4]
    assert model.decide("out", {"x": 1}) == [1]


def test_a_service_is_a_function_and_can_be_asked() -> None:
    service = (
        '<decisionService id="s" name="service"><variable name="service"/>'
        '<outputDecision href="#sum"/>'
        '<inputDecision href="#given"/></decisionService>'
    )
    use = (
        '<decision id="use" name="use"><variable name="use"/><knowledgeRequirement>'
        '<requiredKnowledge href="#s"/></knowledgeRequirement>'
        + literal("service(5)")
        + "</decision>"
    )
    xml = definitions(
        decision("given", literal("1")),
        decision("sum", literal("given + 1"), ["given"]),
        service,
        use,
    )
    model = decisions.load(xml)
    assert model.decide("sum", {}) == 2
    assert model.decide("use", {}) == 6
    assert model.decide("service", {"given": 9}) == 10


def test_models_import_each_other_by_namespace() -> None:
    base = decisions.load(
        definitions(inputs("x"), decision("twice", literal("x * 2"), ["i_x"]), own="urn:base")
    )
    user = (
        '<import namespace="urn:base" name="base" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
        '<decision id="out" name="out"><variable name="out"/><informationRequirement>'
        '<requiredDecision href="urn:base#twice"/></informationRequirement>'
        + literal("base.twice + 1")
        + "</decision>"
    )
    assert decisions.load(definitions(user), imports=[base]).decide("out", {"x": 4}) == 9
    with pytest.raises(NotDeployable):
        decisions.load(definitions(user))


@pytest.mark.parametrize("namespace", sorted(NAMESPACES))
def test_every_version_of_the_standard_is_read(namespace: str) -> None:
    xml = definitions(decision("out", literal("1")), namespace=namespace)
    assert decisions.load(xml).decide("out", {}) == 1


@pytest.mark.parametrize(
    "xml",
    [
        b"no xml",
        b"<definitions/>",
        b'<!DOCTYPE d [<!ENTITY e "x">]>' + definitions(decision("o", literal("1"))),
        b"<a>" * 200 + b"</a>" * 200,
        definitions("<x>" * 150 + "</x>" * 150),
        definitions(" " * 2_000_001),
    ],
)
def test_what_is_no_decision_model_is_refused(xml: bytes) -> None:
    with pytest.raises(decisions.NotDecisionModel):
        decisions.load(xml)


EXTERNAL = (
    '<functionDefinition kind="Java"><formalParameter name="n"/>'
    + literal("n")
    + "</functionDefinition>"
)


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("decision-text", decision("out", literal("1 +"))),
        ("decision-text", decision("out", literal("nothing + 1"))),
        ("decision-text", decision("out", literal("vanish(1)"))),
        ("decision-text", decision("out", literal('function(x) external {java: {class: "C"}}'))),
        ("decision-text", decision("out", table(["1"], ["o"], [["> 1 and < 2", "1"]]))),
        ("decision-external", decision("out", EXTERNAL)),
        ("decision-empty", decision("out", "")),
        ("decision-reference", decision("out", literal("1"), ["missing"])),
        ("decision-type", decision("out", literal("1"), type_ref="unheard")),
        ("decision-hit-policy", decision("out", table(["1"], ["o"], [["-", "1"]], policy="GUESS"))),
        ("decision-columns", decision("out", table(["1"], ["o"], [["-"]]))),
        (
            "decision-circle",
            decision("a", literal("b"), ["b"]) + decision("b", literal("a"), ["a"]),
        ),
    ],
)
def test_what_is_broken_is_a_finding_on_its_element(rule: str, part: str) -> None:
    with pytest.raises(NotDeployable) as refusal:
        decisions.load(definitions(part))
    found = [finding for finding in refusal.value.findings if finding.rule == rule]
    assert found
    assert found[0].element


def test_a_broken_decision_leaves_the_others_standing() -> None:
    model = decisions.load_leniently(
        definitions(decision("bad", literal("1 +")), decision("good", literal("1")))
    )
    assert model.decide("good", {}) == 1
    assert model.outcome("bad", {}).warnings
    assert model.findings


def test_an_unknown_decision_is_refused() -> None:
    model = decisions.load(definitions(decision("out", literal("1"))))
    with pytest.raises(decisions.NoSuchDecision):
        model.decide("other", {})
