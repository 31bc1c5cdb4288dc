//! The harness itself, apart from our programs.

use cacah_tests::browser::Browser;
use fantoccini::key::Key;

#[test]
fn keys_reach_the_page_of_chromium_in_order() {
    let browser = Browser::chromium("data:text/html,<input id=a autofocus><p id=b>");
    let page = browser.page();
    page.script(
        "const field = document.querySelector('#a');
         field.addEventListener('keydown', (event) => {
           document.querySelector('#b').textContent += `${event.code} `;
         });
         field.focus()",
        Vec::new(),
    );
    page.type_text("8A");
    page.press(Key::Return);
    page.chord(Key::Control, 'l');
    page.wait_for_text("#b", "Digit8 KeyA Enter ControlLeft KeyL");
}
