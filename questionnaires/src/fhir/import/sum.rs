//! Sums: the spellings of a plain sum that public questionnaires use.
//!
//! An expression is compared with known shapes, part by part. What fits none is no sum: it is never evaluated and never
//! guessed at.

use std::collections::{BTreeMap, BTreeSet};

use crate::fhir::import::expression::Expression;

/// All answers of a response, by their ordinal values (HL7's sample).
const ALL_ORDINALS: &str = "%resource.answers().value.ordinal().sum()";

/// What a plain sum adds up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) addends: Addends,
    /// Whether the file also adds up forms with open items.
    pub(super) also_incomplete: bool,
}

/// Which answers a sum adds up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Addends {
    /// Every answer that carries an ordinal value.
    AllOrdinals,
    /// The weights of these root items, each with the extension its weight is read from.
    Weights(Vec<Weighing>),
    /// The answers to these root items; by their ordinal values or as numbers.
    Answers {
        /// The linkIds.
        link_ids: Vec<String>,
        /// Whether ordinal values are added, or the numbers themselves.
        ordinal: bool,
    },
}

/// One item whose chosen option is weighed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weighing {
    pub(super) link_id: String,
    pub(super) url: String,
}

/// What the named expressions of an item stand for; one that fits no known shape stands for nothing.
#[derive(Default)]
pub(super) struct Variables {
    weights: BTreeMap<String, Weighing>,
    presences: BTreeMap<String, BTreeSet<String>>,
}

impl Variables {
    pub(super) fn read(texts: &BTreeMap<String, String>) -> Self {
        let parsed = texts.iter().filter_map(|(name, text)| Some((name.clone(), Expression::parse(text)?)));
        let parsed: BTreeMap<String, Expression> = parsed.collect();
        let mut variables = Self::default();
        for (name, expression) in &parsed {
            if let Some(weighing) = weighing(expression, &parsed) {
                variables.weights.insert(name.clone(), weighing);
            } else if let Some((names, _)) = presence(expression) {
                variables.presences.insert(name.clone(), names);
            }
        }
        variables
    }
}

impl Sum {
    /// The sum that an expression stands for; none if it is no plain sum.
    pub(super) fn recognise(text: &str, variables: &Variables) -> Option<Self> {
        let expression = Expression::parse(text)?;
        if Some(&expression) == Expression::parse(ALL_ORDINALS).as_ref() {
            return Some(Self { addends: Addends::AllOrdinals, also_incomplete: true });
        }
        of_listed_answers(&expression).or_else(|| of_weights(&expression, variables))
    }
}

/// The expression that our own export writes for the complete sum of these items.
pub(in crate::fhir) fn complete_sum(link_ids: &[String], ordinal: bool) -> String {
    let listed: Vec<String> = link_ids.iter().map(|one| format!("'{one}'")).collect();
    let answers = format!("%resource.item.where(linkId in ({})).answer", listed.join(" | "));
    let ordinal = if ordinal { ".ordinal()" } else { "" };
    format!("iif({answers}.count() = {}, {answers}.value{ordinal}.sum(), {{}})", link_ids.len())
}

/// Our own spelling: a count of the answers and their sum.
fn of_listed_answers(expression: &Expression) -> Option<Sum> {
    let [condition, _, _] = expression.call("iif")? else {
        return None;
    };
    let link_ids = listed_link_ids(condition)?;
    let ordinal = [true, false]
        .into_iter()
        .find(|ordinal| Expression::parse(&complete_sum(&link_ids, *ordinal)).as_ref() == Some(expression))?;
    distinct(&link_ids).then_some(Sum { addends: Addends::Answers { link_ids, ordinal }, also_incomplete: false })
}

/// The linkIds in `%resource.item.where(linkId in (…))…`.
fn listed_link_ids(condition: &Expression) -> Option<Vec<String>> {
    let Expression::Pair(left, "=", _) = condition else {
        return None;
    };
    let Expression::Path(steps) = left.as_ref() else {
        return None;
    };
    let [choice] = steps.get(2)?.arguments.as_deref()? else {
        return None;
    };
    let Expression::Pair(_, "in", list) = choice else {
        return None;
    };
    list.operands("|").into_iter().map(text_of).collect()
}

/// A sum of variables, each the weight of one item, with or without a condition on what was answered.
fn of_weights(expression: &Expression, variables: &Variables) -> Option<Sum> {
    let (condition, sum) = match expression.call("iif") {
        Some([condition, sum, Expression::Empty]) => (Some(condition), sum),
        Some(_) => return None,
        None => (None, expression),
    };
    let mut names = Vec::new();
    let mut guarded = false;
    for addend in sum.operands("+") {
        let (name, with_zero) = addend_name(addend)?;
        guarded |= with_zero;
        names.push(name.to_owned());
    }
    let mut needs_all = false;
    if let Some(condition) = condition {
        let (asked, all) = condition_names(condition, variables)?;
        if asked != names.iter().cloned().collect() {
            return None;
        }
        needs_all = all;
    }
    let weighings: Option<Vec<Weighing>> = names.iter().map(|name| variables.weights.get(name).cloned()).collect();
    let weighings = weighings?;
    let link_ids: Vec<String> = weighings.iter().map(|one| one.link_id.clone()).collect();
    let sum = Sum { addends: Addends::Weights(weighings), also_incomplete: guarded && !needs_all };
    distinct(&link_ids).then_some(sum)
}

/// `%a`, or `iif(%a.exists(), %a, 0)`: the variable, and whether an absent one counts as zero.
fn addend_name(addend: &Expression) -> Option<(&str, bool)> {
    if let Some(name) = addend.variable() {
        return Some((name, false));
    }
    match addend.call("iif")? {
        [condition, value, Expression::Literal(zero)] if zero == "0" => {
            let name = value.variable()?;
            (existing(condition)? == name).then_some((name, true))
        }
        _ => None,
    }
}

/// The variables that a condition asks for, and whether it asks for all of them or for any.
fn condition_names(condition: &Expression, variables: &Variables) -> Option<(BTreeSet<String>, bool)> {
    match condition.variable() {
        // A named condition may be of either kind; taking it for the weaker one only adds a warning.
        Some(name) => Some((variables.presences.get(name)?.clone(), false)),
        None => presence(condition),
    }
}

/// `%a.exists() and %b.exists()`, or the same with `or`: the variables, and whether all are asked for.
fn presence(expression: &Expression) -> Option<(BTreeSet<String>, bool)> {
    let all = matches!(expression, Expression::Pair(_, "and", _));
    let operands = expression.operands(if all { "and" } else { "or" });
    let names: Option<BTreeSet<String>> = operands.into_iter().map(|one| existing(one).map(str::to_owned)).collect();
    Some((names?, all))
}

/// `%a.exists()`: the variable.
fn existing(expression: &Expression) -> Option<&str> {
    let Expression::Path(steps) = expression else {
        return None;
    };
    match &steps[..] {
        [variable, exists]
            if variable.arguments.is_none() && exists.name == "exists" && exists.arguments == Some(Vec::new()) =>
        {
            variable.name.strip_prefix('%')
        }
        _ => None,
    }
}

/// The weight of the chosen option of one root item, looked up in the questionnaire.
fn weighing(expression: &Expression, variables: &BTreeMap<String, Expression>) -> Option<Weighing> {
    let Expression::Path(steps) = expression else {
        return None;
    };
    let link_id = equal_to(steps.get(2)?.arguments.as_deref()?)?;
    let url = equal_to(steps.get(6)?.arguments.as_deref()?)?;
    let link_id_text = text_of(link_id)?;
    let url_text = match url.variable() {
        Some(name) => text_of(variables.get(name)?)?,
        None => text_of(url)?,
    };
    let spelled_url = url.variable().map_or_else(|| format!("'{url_text}'"), |name| format!("%{name}"));
    let item = format!("item.where(linkId = '{link_id_text}')");
    let expected = format!(
        "%questionnaire.{item}.answerOption.where(valueCoding.code = %resource.{item}.answer.valueCoding.code)\
         .extension.where(url = {spelled_url}).valueDecimal"
    );
    let same = Expression::parse(&expected).as_ref() == Some(expression);
    same.then_some(Weighing { link_id: link_id_text, url: url_text })
}

/// The right side of the only argument, an equation.
fn equal_to(arguments: &[Expression]) -> Option<&Expression> {
    match arguments {
        [Expression::Pair(_, "=", right)] => Some(right),
        _ => None,
    }
}

/// The words of a literal text.
fn text_of(expression: &Expression) -> Option<String> {
    match expression {
        Expression::Literal(literal) => literal.strip_prefix('\'').map(str::to_owned),
        _ => None,
    }
}

fn distinct(names: &[String]) -> bool {
    let unique: BTreeSet<&String> = names.iter().collect();
    unique.len() == names.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

    fn variables() -> Variables {
        let mut texts = BTreeMap::from([("ext".to_owned(), format!("'{ORDINAL}'"))]);
        for (name, url) in [("a", "%ext".to_owned()), ("b", format!("'{ORDINAL}'"))] {
            let item = format!("item.where(linkId='{name}1')");
            let text = format!(
                "%questionnaire.{item}.answerOption.where(valueCoding.code=%resource.{item}.answer.valueCoding.code)\
                 .extension.where(url={url}).valueDecimal"
            );
            texts.insert(name.to_owned(), text);
        }
        texts.insert("some".to_owned(), "%a.exists() or %b.exists()".to_owned());
        texts.insert("half".to_owned(), "%a.exists()".to_owned());
        Variables::read(&texts)
    }

    fn sum(text: &str) -> Option<(usize, bool)> {
        let sum = Sum::recognise(text, &variables())?;
        let count = match sum.addends {
            Addends::AllOrdinals => 0,
            Addends::Weights(list) => list.len(),
            Addends::Answers { link_ids, .. } => link_ids.len(),
        };
        Some((count, sum.also_incomplete))
    }

    #[test]
    fn every_spelling_of_a_plain_sum_is_recognised() {
        for (text, expected) in [
            ("%resource.answers().value.ordinal().sum()", (0, true)),
            ("%a + %b", (2, false)),
            ("iif(%a.exists() and %b.exists(), %a + %b, {})", (2, false)),
            ("iif(%some, iif(%a.exists(), %a, 0) + iif(%b.exists(), %b, 0), {})", (2, true)),
            ("iif(%a.exists(), %a, 0)+iif(%b.exists(), %b, 0)", (2, true)),
            (&complete_sum(&["x".to_owned(), "y".to_owned()], true), (2, false)),
            (&complete_sum(&["x".to_owned()], false), (1, false)),
        ] {
            assert_eq!(sum(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_almost_a_sum_is_none() {
        for text in [
            "%a + %a",
            "%a + %c",
            "%a + %b + 1",
            "(%a + %b) * 2",
            "iif(%half, %a + %b, {})",
            "iif(%a.exists() and %b.exists(), %a + %b, 0)",
            "iif(%a.exists(), %b, 0) + %a",
            "iif(%a.exists(), %a, 1) + %b",
            "%resource.answers().value.ordinal().avg()",
            "%resource.descendants().value.ordinal().sum()",
            "iif(%resource.item.where(linkId in ('x' | 'y')).answer.count() = 1, \
             %resource.item.where(linkId in ('x' | 'y')).answer.value.sum(), {})",
            "%ext + %a",
            "",
        ] {
            assert_eq!(sum(text), None, "{text}");
        }
    }
}
