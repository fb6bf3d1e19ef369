package io.lotabots.clients.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotabots.clients.PlainError;
import io.lotabots.clients.node.NodeAnswer;
import java.util.function.Predicate;

/** Things by what people call them: an id, or the name of one that they can see. */
final class Lookup {
    private static final int MOST_PAGES = 100;

    private Lookup() {}

    static long organization(Signed signed, String word) throws InterruptedException {
        return isId(word)
                ? Long.parseLong(word)
                : id(all(signed, "/api/v1/me/orgs"), named(word), "id", "you are in no organisation " + word);
    }

    static long invitation(Signed signed, String word) throws InterruptedException {
        return isId(word)
                ? Long.parseLong(word)
                : id(
                        all(signed, "/api/v1/me/invitations"),
                        one -> one.path("org_name").asText().equalsIgnoreCase(word),
                        "org_id",
                        "you were not invited to " + word);
    }

    /** A project of an organisation. */
    static long project(Signed signed, String org, String word) throws InterruptedException {
        return isId(word)
                ? Long.parseLong(word)
                : id(
                        all(signed, "/api/v1/orgs/" + organization(signed, org) + "/projects"),
                        named(word),
                        "id",
                        "you see no project " + word + " in " + org);
    }

    /** A project that one has a role in, or of {@code ORG/PROJECT}. */
    static long project(Signed signed, String word) throws InterruptedException {
        int slash = word.indexOf('/');
        if (slash > 0) {
            return project(signed, word.substring(0, slash), word.substring(slash + 1));
        }
        return isId(word)
                ? Long.parseLong(word)
                : id(
                        all(signed, "/api/v1/me/projects"),
                        named(word),
                        "id",
                        "you have a role in no project " + word + "; give ORG/PROJECT, or an id");
    }

    /** All pages of a list. */
    static JsonNode all(Signed signed, String path) throws InterruptedException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode body = after.isEmpty() ? signed.body("GET", path) : signed.body("GET", path, "after", after);
            body.path("data").forEach(all::add);
            after = body.path("next").asText("");
            if (after.isEmpty() || body.path("next").isNull()) {
                return all;
            }
        }
        throw PlainError.notDone(path + " has more than " + MOST_PAGES + " pages");
    }

    /** A word as one segment of a path. @throws PlainError when it would be more */
    static String segment(String word) {
        if (!word.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new PlainError("an id has letters, digits and hyphens, got " + NodeAnswer.printable(word));
        }
        return word;
    }

    private static Predicate<JsonNode> named(String word) {
        return one -> one.path("name").asText().equalsIgnoreCase(word);
    }

    private static long id(JsonNode list, Predicate<JsonNode> which, String field, String otherwise) {
        long found = 0;
        for (var one : list) {
            if (which.test(one)) {
                if (found != 0) {
                    throw new PlainError("several have that name; give an id");
                }
                found = one.path(field).longValue();
            }
        }
        if (found == 0) {
            throw PlainError.notDone(NodeAnswer.printable(otherwise));
        }
        return found;
    }

    private static boolean isId(String word) {
        return word.matches("[1-9][0-9]{0,15}");
    }
}
