import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * The steps of {@code crates/testkit/benches/form.rs} in JavaRosa, the engine of ODK Collect.
 *
 * <p>Usage: {@code java -cp ODK_Validate.jar Peer.java load|set|add FORM.xml RUNS}. Standard input
 * holds the family, a line an answer: {@code MEMBER<tab>QUESTION<tab>VALUE}, the member counted
 * from 1, or 0 outside the roster. Prints {@code {"median":…,"p99":…,"times":…}}, in microseconds.
 *
 * <p>What is timed is what Collect calls, and no more:
 * <ul>
 * <li>load: the XML text parsed, and the form initialised with an empty document;
 * <li>set: the text of one answer read as its type, and {@link FormEntryController#answerQuestion},
 *     which judges the constraint and evaluates everything that depends on the answer;
 * <li>add: {@link FormEntryController#newRepeat}, after which the member leaves again, untimed.
 * </ul>
 * The way to a question is found before the clock starts, and the codes of a choice are taken as
 * text, which spares JavaRosa the lists. It has no sheet of checks either, so it evaluates less than
 * our engine does in the same step.
 */
public final class Peer {
    /** As many runs again go first, and for at least this long: until the compiler has settled. */
    private static final long WARM_UP_SECONDS = 5;

    private final byte[] form;
    private final List<Answer> family;
    private final List<Long> times = new ArrayList<>();

    /** An answer of {@code member}, or of the document when 0. */
    private record Answer(int member, String question, String value) {
        String place() {
            return member + "/" + question;
        }
    }

    /** Where an answer goes, and the type of its data. */
    private record Place(FormIndex index, int type) {}

    /** One step of the clock: everything else of a run is preparation. */
    private interface Run {
        void once() throws Exception;
    }

    private Peer(byte[] form, List<Answer> family) {
        this.form = form;
        this.family = family;
    }

    public static void main(String[] args) throws Exception {
        new XFormsModule().registerModule();
        Peer peer = new Peer(Files.readAllBytes(Path.of(args[1])), readFamily());
        int runs = Integer.parseInt(args[2]);
        Run run = switch (args[0]) {
            case "load" -> peer::load;
            case "set" -> peer.set();
            case "add" -> peer.add();
            default -> throw new IllegalArgumentException("no figure is called " + args[0]);
        };
        long warm = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
        for (int i = 0; i < runs || System.nanoTime() < warm; i++) {
            run.once();
        }
        peer.times.clear();
        for (int i = 0; i < runs; i++) {
            run.once();
        }
        System.out.println(peer.summary());
    }

    private void load() throws Exception {
        time(this::open);
    }

    /** Every answer of the last member, one by one, the others being complete; it then leaves. */
    private Run set() throws Exception {
        Interview interview = keyed(members());
        List<Answer> last = family.stream().filter(one -> one.member() == members()).toList();
        FormIndex end = interview.newest;
        return () -> {
            for (Answer answer : last) {
                Place place = interview.relevant(answer);
                time(() -> interview.answer(place, answer));
            }
            interview.controller.deleteRepeat(end);
            interview.controller.newRepeat(end);
        };
    }

    /** One more member after all of the family are complete; it then leaves. */
    private Run add() throws Exception {
        Interview interview = keyed(0);
        FormIndex end = interview.endOfRoster();
        return () -> {
            time(() -> interview.controller.newRepeat(end));
            interview.controller.deleteRepeat(end);
        };
    }

    private int members() {
        return family.stream().mapToInt(Answer::member).max().orElseThrow();
    }

    /** An interview with a place for every member, and all answers but those of {@code except}. */
    private Interview keyed(int except) throws Exception {
        Interview interview = new Interview(open());
        // A new document has one member already.
        for (int i = 1; i < members(); i++) {
            interview.newest = interview.endOfRoster();
            interview.controller.newRepeat(interview.newest);
        }
        interview.findPlaces();
        for (Answer answer : family) {
            if (except == 0 || answer.member() != except) {
                interview.answer(interview.relevant(answer), answer);
            }
        }
        return interview;
    }

    private FormDef open() throws Exception {
        FormDef definition = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(form));
        definition.initialize(true, new InstanceInitializationFactory());
        return definition;
    }

    private void time(Run work) throws Exception {
        long started = System.nanoTime();
        work.once();
        times.add(System.nanoTime() - started);
    }

    private String summary() {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.format(Locale.ROOT, "{\"median\":%.3f,\"p99\":%.3f,\"times\":%d}",
                at(sorted, 0.5), at(sorted, 0.99), sorted.length);
    }

    /** The same rule as {@code cacah_testkit::bench::figure}. */
    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.ceil((sorted.length - 1) * share)] / 1000.0;
    }

    private static List<Answer> readFamily() throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Answer> family = new ArrayList<>();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] cells = line.split("\t", 3);
            family.add(new Answer(Integer.parseInt(cells[0]), cells[1], cells[2]));
        }
        return family;
    }

    /** A document being keyed. */
    private static final class Interview {
        final FormEntryController controller;
        FormIndex newest;
        private final FormEntryModel model;
        private final Map<String, Place> places = new HashMap<>();

        Interview(FormDef definition) {
            model = new FormEntryModel(definition);
            controller = new FormEntryController(model);
        }

        /** The place where Collect offers one more member. */
        FormIndex endOfRoster() {
            FormIndex index = FormIndex.createBeginningOfFormIndex();
            while (model.getEvent(index) != FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                index = model.incrementIndex(index);
            }
            return index;
        }

        /** Walks the form once, so that no step has to. */
        void findPlaces() {
            FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
            for (; !index.isEndOfFormIndex(); index = model.incrementIndex(index)) {
                if (model.getEvent(index) == FormEntryController.EVENT_QUESTION) {
                    TreeReference reference = index.getReference();
                    int type = model.getForm().getMainInstance().resolveReference(reference).getDataType();
                    places.put(member(index) + "/" + reference.getNameLast(), new Place(index, type));
                }
            }
        }

        /** The member that a place belongs to: the one level of it that counts instances. */
        private static int member(FormIndex index) {
            for (FormIndex level = index; level != null; level = level.getNextLevel()) {
                if (level.getInstanceIndex() >= 0) {
                    return level.getInstanceIndex() + 1;
                }
            }
            return 0;
        }

        /** The place of an answer, which the form must ask for now as ours does. */
        Place relevant(Answer answer) {
            Place place = places.get(answer.place());
            if (place == null || !model.isIndexRelevant(place.index())) {
                throw new IllegalStateException(answer.question() + " is not asked");
            }
            return place;
        }

        void answer(Place place, Answer answer) {
            IAnswerData data = XFormAnswerDataParser.getAnswerData(answer.value(), place.type());
            if (controller.answerQuestion(place.index(), data, true) != FormEntryController.ANSWER_OK) {
                throw new IllegalStateException(answer.question() + " is refused");
            }
        }
    }
}
