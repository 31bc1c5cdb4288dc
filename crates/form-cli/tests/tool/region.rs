//! Forms may ask for the name of an area.

use crate::common::{json, run, written};

const SURVEY: &str = "type,name,label,calculation
text,code,Code,
calculate,name,,cacah:region(${code})
";
const SETTINGS: &str = "form_title,form_id,version,namespaces
Area,area,1,\"cacah=\"\"https://cacah.id/xforms\"\"\"
";

#[test]
fn a_code_of_two_four_six_or_ten_digits_has_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let form = written(folder.path(), &[("survey.csv", SURVEY), ("settings.csv", SETTINGS)]);
    let name = |code: &str| {
        let script = format!("{{\"set\":\"code\",\"value\":\"{code}\"}}\n");
        let outcome = json(&run(&["eval", &form, "--script", "-"], &script));
        outcome["values"]["name"].as_str().map(str::to_owned)
    };
    assert_eq!(name("82").as_deref(), Some("Maluku Utara"));
    assert_eq!(name("8271").as_deref(), Some("Kota Ternate"));
    assert_eq!(name("82.71.02").as_deref(), Some("Kota Ternate Selatan"));
    assert_eq!(name("9101").as_deref(), Some("Kabupaten Merauke"));
    assert_eq!((name("827199"), name("x"), name("")), (None, None, None));
}
