//! Search parameters: each one that a search knows is read; another is refused by name, or left out when the caller said
//! that it may be (`Prefer: handling=lenient`), and then that is told.

use actix_web::{HttpRequest, web::Query};
use jiff::{civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::FHIR_JSON;
use crate::web::{Problem, ProblemKind};

/// Resources of a page, unless another number is asked for.
const USUAL_COUNT: usize = 50;
/// Resources of the largest page.
const MOST: usize = 200;

/// Parameters that every search has.
const EVERYWHERE: [&str; 3] = ["_count", "_after", "_format"];

/// What was asked.
#[derive(Debug)]
pub(super) struct Parameters {
    given: Vec<(String, String)>,
    /// Names that were left out, as the caller allowed.
    pub(super) ignored: Vec<String>,
    /// Resources of a page.
    pub(super) count: usize,
    /// The last resource of the page before.
    pub(super) after: Option<String>,
}

/// Days from one up to another, that one not included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: Option<Date>,
    pub(super) before: Option<Date>,
}

impl Parameters {
    /// Reads what stands in the address; `known` are the parameters of this search.
    ///
    /// # Errors
    ///
    /// [`Problem`] names the parameter that is not known or cannot be read.
    pub(super) fn read(request: &HttpRequest, known: &[&str]) -> Result<Self, Problem> {
        let given = Query::<Vec<(String, String)>>::from_query(request.query_string())
            .map_err(|_| refusal("the address holds no search parameters that can be read"))?
            .into_inner();
        let mut parameters = Self { given: Vec::new(), ignored: Vec::new(), count: USUAL_COUNT, after: None };
        for (name, value) in given {
            match name.as_str() {
                "_count" => parameters.count = count(&value)?,
                "_after" => parameters.after = Some(value),
                "_format" if matches!(value.as_str(), "json" | "application/json" | FHIR_JSON) => {}
                "_format" => return Err(refusal("_format: only JSON is written here")),
                _ if known.contains(&name.as_str()) => parameters.given.push((name, value)),
                _ if is_lenient(request) => parameters.ignored.push(name),
                _ => return Err(unknown(&name, known)),
            }
        }
        Ok(parameters)
    }

    /// The one value of a parameter.
    ///
    /// # Errors
    ///
    /// [`Problem`] when it was given twice: both would have to hold, and nothing has two values.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        match self.all(name)[..] {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => Err(refusal(&format!("{name}: give it once"))),
        }
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.given.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str()).collect()
    }

    /// An id of ours, alone or behind its type; none when it can be nobody's.
    ///
    /// # Errors
    ///
    /// As [`Self::one`].
    pub(super) fn reference(&self, name: &str, kind: &str) -> Result<Option<Option<Uuid>>, Problem> {
        let value = self.one(name)?;
        Ok(value
            .map(|value| value.strip_prefix(kind).and_then(|id| id.strip_prefix('/')).unwrap_or(value).parse().ok()))
    }

    /// The days of a parameter that may be given several times, each a day with a prefix or without.
    ///
    /// # Errors
    ///
    /// [`Problem`] when it is no day.
    pub(super) fn days(&self, name: &str) -> Result<Days, Problem> {
        self.all(name).into_iter().try_fold(Days::default(), |days, value| {
            let wrong =
                || refusal(&format!("{name}: write a day as 2026-03-02, behind eq, ge, gt, le or lt if need be"));
            let (prefix, day) = value.split_at_checked(2).filter(|_| value.len() == 12).unwrap_or(("eq", value));
            let day: Date = day.parse().ok().filter(|_| day.len() == 10).ok_or_else(wrong)?;
            let next = day.tomorrow().map_err(|_| wrong())?;
            let (from, before) = match prefix {
                "eq" => (Some(day), Some(next)),
                "ge" => (Some(day), None),
                "gt" => (Some(next), None),
                "le" => (None, Some(next)),
                "lt" => (None, Some(day)),
                _ => return Err(wrong()),
            };
            Ok(Days { from: days.from.max(from), before: [days.before, before].into_iter().flatten().min() })
        })
    }

    /// The query that asks for the same, from the beginning or behind a resource.
    pub(super) fn query(&self, after: Option<&str>) -> String {
        let mut pairs: Vec<(&str, &str)> =
            self.given.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let count = self.count.to_string();
        pairs.push(("_count", &count));
        pairs.extend(after.map(|after| ("_after", after)));
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        pairs.join("&")
    }
}

impl Days {
    /// The moments at which these days begin and end in a time zone.
    pub(super) fn moments(self, zone: &str) -> (Option<jiff::Timestamp>, Option<jiff::Timestamp>) {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let begin = |day: Date| day.to_zoned(zone.clone()).ok().map(|moment| moment.timestamp());
        (self.from.and_then(begin), self.before.and_then(begin))
    }
}

fn count(value: &str) -> Result<usize, Problem> {
    match value.parse() {
        Ok(0) | Err(_) => Err(refusal("_count: a whole number, 1 or more")),
        Ok(count) => Ok(MOST.min(count)),
    }
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    // The name is repeated only as far as it can be one.
    let name: String =
        name.chars().filter(|one| one.is_ascii_alphanumeric() || "_-:.".contains(*one)).take(60).collect();
    let known: Vec<&str> = known.iter().chain(&EVERYWHERE[..1]).copied().collect();
    refusal(&format!("the parameter {name} is not known here; those that are: {}", known.join(", ")))
}

pub(super) fn refusal(detail: &str) -> Problem {
    Problem::new(ProblemKind::MalformedBody).with_detail(detail)
}

fn is_lenient(request: &HttpRequest) -> bool {
    let prefers = request.headers().get_all("prefer").filter_map(|value| value.to_str().ok());
    prefers.flat_map(|value| value.split([',', ';'])).any(|one| one.trim() == "handling=lenient")
}

/// A value as it may stand in an address (RFC 3986): whatever is not unreserved is written as its bytes.
fn escaped(value: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use actix_web::test::TestRequest;
    use jiff::civil::date;

    use super::*;

    fn read(query: &str, prefer: &str) -> Result<Parameters, String> {
        let request = TestRequest::with_uri(&format!("/x?{query}")).insert_header(("Prefer", prefer)).to_http_request();
        Parameters::read(&request, &["date", "code"]).map_err(|problem| problem.body().detail.unwrap_or_default())
    }

    #[test]
    fn an_unknown_parameter_is_refused_by_name_or_left_out_and_told() {
        let refused = read("kode=1", "").unwrap_err();
        assert_eq!(refused, "the parameter kode is not known here; those that are: date, code, _count");
        let lenient = read("kode=1&code=2", "return=minimal, handling=lenient").unwrap();
        assert_eq!((lenient.ignored, lenient.given.len()), (vec!["kode".to_owned()], 1));
    }

    #[test]
    fn days_meet_in_the_narrowest_ones() {
        let days = |query: &str| read(query, "").unwrap().days("date").map_err(|_| ());
        let found = days("date=ge2026-03-02&date=lt2026-03-10&date=le2026-03-31").unwrap();
        assert_eq!(found, Days { from: Some(date(2026, 3, 2)), before: Some(date(2026, 3, 10)) });
        let one = Days { from: Some(date(2026, 3, 2)), before: Some(date(2026, 3, 3)) };
        assert_eq!((days("date=2026-03-02"), days("date=eq2026-03-02")), (Ok(one), Ok(one)));
        for wrong in ["2026", "2026-02-30", "ap2026-03-02", "ge2026-3-2", "", "éé2026-03-02"] {
            assert_eq!(days(&format!("date={}", escaped(wrong))), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_page_has_a_number_of_resources() {
        assert_eq!((read("_count=7", "").unwrap().count, read("_count=9999", "").unwrap().count), (7, MOST));
        assert!(read("_count=0", "").is_err() && read("_count=-1", "").is_err() && read("_format=xml", "").is_err());
    }

    #[test]
    fn the_same_is_asked_again_behind_a_resource() {
        let query = read("code=http://loinc.org|44261-6&_count=2", "").unwrap().query(Some("x"));
        assert_eq!(query, "code=http%3A%2F%2Floinc.org%7C44261-6&_count=2&_after=x");
        let twice = read("code=1&code=2", "").unwrap();
        assert!(twice.one("code").is_err());
    }
}
