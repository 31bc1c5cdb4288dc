import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;

/**
 * Scripts of answers in JavaRosa, the engine of ODK Collect: a line of JSON in, a line of JSON out,
 * all forms and scripts in one JVM.
 *
 * <p>In, {@code {"form":"<h:html …"}}: the form of the scripts that follow. Then, for each script on
 * a new document, {@code {"script":[{"set":"a[2]/b","value":"1"},{"add":"a"},{"remove":"a[1]"}]}}.
 * Out: {@code {"verdicts":["held","refused",null],"state":{"a[1]/b":{"value":…,"relevant":…,
 * "required":…,"readonly":…,"valid":…}}}}, or {@code {"error":…}}. An answer that breaks its
 * constraint or is not of its type is refused, as Collect does, and the old one stays.
 *
 * <p>{@code {"before":[…],"time":[…],"undo":[…],"runs":9}} runs steps over and over after those
 * before, and gives {@code {"times":[…]}} in microseconds. What is timed is what Collect calls: the
 * way to a question is found before the clock starts. JavaRosa has no sheet of checks, so it
 * evaluates less than our engine does in the same step.
 */
public final class Script {
    /** What is timed runs for this long before: until the compiler has settled. */
    private static final long WARM_UP_SECONDS = 3;

    private final ObjectMapper json = new ObjectMapper();
    private byte[] form;

    public static void main(String[] args) throws Exception {
        // JavaRosa logs to standard output, which belongs to the replies here.
        PrintStream replies = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new XFormsModule().registerModule();
        Script scripts = new Script();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            replies.println(scripts.reply(line));
        }
    }

    private String reply(String line) throws Exception {
        ObjectNode reply = json.createObjectNode();
        try {
            JsonNode request = json.readTree(line);
            if (request.has("form")) {
                form = request.get("form").asText().getBytes(StandardCharsets.UTF_8);
                open();
            } else if (request.has("time")) {
                times(request, reply.putArray("times"));
            } else {
                Interview interview = new Interview(open());
                ArrayNode verdicts = reply.putArray("verdicts");
                for (JsonNode step : request.get("script")) {
                    verdicts.add(interview.take(step));
                }
                interview.describe(reply.putObject("state"));
            }
        } catch (Exception error) {
            reply.removeAll();
            reply.put("error", String.valueOf(error));
        }
        return json.writeValueAsString(reply);
    }

    /** Times, in microseconds, the steps {@code time}, or opening the form where there are none. */
    private void times(JsonNode request, ArrayNode times) throws Exception {
        JsonNode timed = request.get("time");
        Interview interview = timed.isEmpty() ? null : new Interview(open());
        for (JsonNode step : request.get("before")) {
            if ("refused".equals(interview.take(step))) {
                throw new IllegalStateException(step + " is refused");
            }
        }
        int runs = request.get("runs").asInt();
        long warm = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
        for (int run = 0; run < runs || System.nanoTime() < warm; run++) {
            run(interview, request, null);
        }
        for (int run = 0; run < runs; run++) {
            run(interview, request, times);
        }
    }

    private void run(Interview interview, JsonNode request, ArrayNode times) throws Exception {
        if (interview == null) {
            long started = System.nanoTime();
            open();
            keep(times, started);
            return;
        }
        for (JsonNode step : request.get("time")) {
            Supplier<String> prepared = interview.prepare(step);
            long started = System.nanoTime();
            prepared.get();
            keep(times, started);
        }
        for (JsonNode step : request.get("undo")) {
            interview.take(step);
        }
    }

    private static void keep(ArrayNode times, long started) {
        long taken = System.nanoTime() - started;
        if (times != null) {
            times.add(taken / 1000.0);
        }
    }

    private FormDef open() throws Exception {
        FormDef definition = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(form));
        definition.initialize(true, new InstanceInitializationFactory());
        return definition;
    }

    /** A document being keyed. */
    private static final class Interview {
        private final FormDef form;
        private final FormEntryModel model;
        private final FormEntryController controller;
        private final Map<String, TreeReference> ways = new HashMap<>();

        Interview(FormDef form) {
            this.form = form;
            model = new FormEntryModel(form);
            controller = new FormEntryController(model);
            learn(form.getMainInstance().getRoot());
        }

        /** The verdict on an answer; null for a step that gives none. */
        String take(JsonNode step) {
            return prepare(step).get();
        }

        /** Finds the place of a step; what is left is what Collect calls. */
        Supplier<String> prepare(JsonNode step) {
            if (step.has("set")) {
                TreeReference reference = find(step.get("set").asText());
                String text = step.get("value").asText();
                return () -> set(reference, text);
            }
            if (step.has("add")) {
                TreeReference repeat = find(step.get("add").asText());
                TreeElement parent = resolve(repeat.getParentRef());
                int next = parent.getChildMultiplicity(repeat.getNameLast());
                repeat.setMultiplicity(repeat.size() - 1, next);
                FormIndex index = index(repeat);
                return () -> {
                    controller.newRepeat(index);
                    return null;
                };
            }
            FormIndex index = index(find(step.get("remove").asText()));
            return () -> {
                controller.deleteRepeat(index);
                return null;
            };
        }

        private String set(TreeReference reference, String text) {
            IAnswerData data = null;
            if (!text.isEmpty()) {
                try {
                    data = read(text, reference);
                } catch (RuntimeException error) {
                    return "refused";
                }
                if (data == null) {
                    return "refused";
                }
            }
            if (!form.evaluateConstraint(reference, data)) {
                return "refused";
            }
            form.setValue(data, reference, true);
            return "held";
        }

        /** An answer as the widget of its question gives it. */
        private IAnswerData read(String text, TreeReference reference) {
            QuestionDef question = FormDef.findQuestionByRef(reference.genericize(), form);
            int control = question == null ? Constants.CONTROL_UNTYPED : question.getControlType();
            if (control == Constants.CONTROL_SELECT_ONE) {
                return new SelectOneData(new Selection(text));
            }
            if (control == Constants.CONTROL_SELECT_MULTI) {
                return new MultipleItemsData(
                        Arrays.stream(text.split(" ")).map(Selection::new).toList());
            }
            return XFormAnswerDataParser.getAnswerData(text, resolve(reference).getDataType());
        }

        private TreeElement resolve(TreeReference reference) {
            return form.getMainInstance().resolveReference(reference);
        }

        /** A path as scripts write it, groups left out, as a reference of the instance. */
        private TreeReference find(String path) {
            Map<String, Integer> places = new HashMap<>();
            String name = path;
            for (String step : path.split("/")) {
                int bracket = step.indexOf('[');
                name = bracket < 0 ? step : step.substring(0, bracket);
                int place = bracket < 0 ? 0
                        : Integer.parseInt(step.substring(bracket + 1, step.length() - 1)) - 1;
                places.put(name, place);
            }
            TreeReference found = new TreeReference();
            found.setRefLevel(TreeReference.REF_ABSOLUTE);
            TreeReference way = ways.get(name);
            for (int i = 0; i < way.size(); i++) {
                found.add(way.getName(i), places.getOrDefault(way.getName(i), 0));
            }
            return found;
        }

        /** The way to each name; a name stands once in a form. */
        private void learn(TreeElement parent) {
            for (int i = 0; i < parent.getNumChildren(); i++) {
                TreeElement child = parent.getChildAt(i);
                ways.put(child.getName(), child.getRef().genericize());
                learn(child);
            }
        }

        private FormIndex index(TreeReference sought) {
            FormIndex index = FormIndex.createBeginningOfFormIndex();
            while (!index.isEndOfFormIndex()) {
                int event = model.getEvent(index);
                boolean repeat = event == FormEntryController.EVENT_REPEAT
                        || event == FormEntryController.EVENT_PROMPT_NEW_REPEAT;
                if (repeat && index.getReference().equals(sought)) {
                    return index;
                }
                index = model.incrementIndex(index);
            }
            throw new IllegalStateException(sought + " is nowhere in the form");
        }

        /** Every question of every instance. */
        void describe(ObjectNode state) {
            describe(form.getMainInstance().getRoot(), "", state);
        }

        private void describe(TreeElement parent, String prefix, ObjectNode state) {
            for (int i = 0; i < parent.getNumChildren(); i++) {
                TreeElement child = parent.getChildAt(i);
                if (child.getMult() == TreeReference.INDEX_TEMPLATE || child.getName().equals("meta")) {
                    continue;
                }
                if (child.isRepeatable()) {
                    String place = child.getName() + "[" + (child.getMult() + 1) + "]/";
                    describe(child, prefix + place, state);
                } else if (child.hasChildren()) {
                    describe(child, prefix, state);
                } else {
                    question(child, state.putObject(prefix + child.getName()));
                }
            }
        }

        private void question(TreeElement element, ObjectNode state) {
            IAnswerData value = element.getValue();
            Object written = new XFormAnswerDataSerializer().serializeAnswerData(value);
            state.put("value", value == null ? "" : String.valueOf(written));
            state.put("relevant", element.isRelevant());
            state.put("required", element.isRequired());
            state.put("readonly", !element.isEnabled());
            state.put("valid", form.evaluateConstraint(element.getRef(), value));
        }
    }
}
