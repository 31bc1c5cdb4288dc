//! The recap of the listing of an SLS (VK): counted from its families, written down as a control
//! total, and judged by the VK questionnaire itself.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use cacah_family::across::question_of;
use cacah_family::entry::{Change, Recap};
use cacah_family::path::Path;
use cacah_form::{Answer, Form, Interview, Path as At, Severity as FormSeverity};
use cacah_wire::command::{RecapView, Severity, SlsFinding, SlsView, WriteRecap};
use cacah_wire::error::Code;

use crate::error::DeskError;
use crate::families::Line;
use crate::form::{compile, text};
use crate::home::is_verified;
use crate::listing::bad;
use crate::session::Session;
use crate::sls;

/// Families of an SLS the paper has boxes for.
const MOST: u32 = 9_999;

/// The questionnaire whose rules a recap is judged by. It comes with the program: the package of a
/// round brings the questionnaire of families only.
static VK: LazyLock<Option<Arc<Form>>> = LazyLock::new(|| {
    macro_rules! sheet {
        ($name:literal) => {
            (
                $name.to_owned(),
                include_str!(concat!("../../../schemas/forms/regsosek22-vk/", $name)).to_owned(),
            )
        };
    }
    let files = BTreeMap::from([
        sheet!("survey.csv"),
        sheet!("choices.csv"),
        sheet!("checks.csv"),
        sheet!("settings.csv"),
    ]);
    compile(&files).ok().map(|(form, _)| Arc::new(form))
});

/// The recap as the families say it now, and how many verified ones nobody judged.
pub(crate) fn count(lines: &[&Line]) -> (Recap, u32) {
    let verified = || lines.iter().filter(|line| is_verified(line));
    let judged =
        |code: Option<u8>| number(verified().filter(|line| line.row.field.welfare == code).count());
    let recap = Recap {
        verified: number(verified().count()),
        very_poor: judged(Some(1)),
        poor: judged(Some(2)),
        not_poor: judged(Some(3)),
        nonresponse: number(verified().filter(|line| is_unanswered(line)).count()),
    };
    (recap, judged(None))
}

/// Its document says that nobody answered to the end, or it was handed over without one.
fn is_unanswered(line: &Line) -> bool {
    line.record.unanswered || (line.row.field.handed && !line.begun())
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Writes the recap: from now on it is the control total of the SLS.
pub(crate) fn write(session: &mut Session, args: &WriteRecap) -> Result<SlsView, DeskError> {
    let area = session.area(&args.idsubsls)?;
    let recap = from_view(args.recap);
    let RecapView { verified, very_poor, poor, not_poor, nonresponse } = args.recap;
    if [verified, very_poor, poor, not_poor, nonresponse].into_iter().any(|count| count > MOST) {
        return Err(bad("recap"));
    }
    sls::say(session, &area.idsubsls, Path::RECAP, Change::Recap(recap))?;
    sls::view(session, &args.idsubsls)
}

/// What the questionnaire says of a recap; of none, when `recap` is absent. `lost`: nobody finds the
/// SLS.
pub(crate) fn findings(
    session: &mut Session,
    recap: Option<&Recap>,
    lost: bool,
) -> Result<Vec<SlsFinding>, DeskError> {
    let form = VK.as_ref().ok_or(Code::FormBroken)?;
    let around = session.form()?.around.clone();
    let counts = recap.map_or([None; 5], |recap| {
        let Recap { verified, very_poor, poor, not_poor, nonresponse } = *recap;
        [verified, very_poor, poor, not_poor, nonresponse].map(Some)
    });
    let facts = ["recap", "very_poor", "poor", "not_poor", "nonresponse"];
    let counted = facts
        .iter()
        .zip(counts)
        .filter_map(|(fact, count)| Some((question_of(fact)?.0, count?.to_string())));
    let place = question_of(if lost { "sls_lost" } else { "sls_found" });
    let answers = place.into_iter().map(|(name, code)| (name, code.to_owned())).chain(counted);
    let answers = answers.map(|(question, raw)| (At::document(question), Answer::raw(raw)));
    let interview = Interview::load(form.clone(), around, std::iter::empty(), answers);
    let asked: Vec<&str> = facts.iter().filter_map(|fact| Some(question_of(fact)?.0)).collect();
    let about = interview.findings().into_iter();
    let about = about.filter(|finding| asked.contains(&finding.path.question.as_str()));
    Ok(about
        .map(|finding| SlsFinding {
            rule: finding.id,
            severity: match finding.severity {
                FormSeverity::Error => Severity::Error,
                FormSeverity::Warning => Severity::Warning,
            },
            message: text(&finding.message),
        })
        .collect())
}

fn from_view(view: RecapView) -> Recap {
    let RecapView { verified, very_poor, poor, not_poor, nonresponse } = view;
    Recap { verified, very_poor, poor, not_poor, nonresponse }
}

/// As the window shows it.
pub(crate) fn shown(recap: Recap) -> RecapView {
    let Recap { verified, very_poor, poor, not_poor, nonresponse } = recap;
    RecapView { verified, very_poor, poor, not_poor, nonresponse }
}
