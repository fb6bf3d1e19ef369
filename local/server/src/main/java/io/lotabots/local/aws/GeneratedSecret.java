package io.lotabots.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotabots.local.template.Resource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Draws the value of a secret as CloudFormation does.
 *
 * <p>Source: {@code AWS::SecretsManager::Secret GenerateSecretString}, CloudFormation template reference.
 */
final class GeneratedSecret {
    private static final int MAX_LENGTH = 4096;

    private GeneratedSecret() {}

    /** A password, or the template's object with the password in it. @throws ProvisionException for impossible wishes */
    static String draw(Resource resource, JsonNode wish) {
        String password = password(resource, wish);
        String key = wish.path("GenerateStringKey").asText();
        if (key.isEmpty()) {
            return password;
        }
        try {
            ObjectNode object =
                    Json.object(Signature.utf8(wish.path("SecretStringTemplate").asText("{}")));
            return object.put(key, password).toString();
        } catch (ServiceError e) {
            throw new ProvisionException(resource + ": SecretStringTemplate is no JSON object");
        }
    }

    private static String password(Resource resource, JsonNode wish) {
        int length = wish.path("PasswordLength").asInt(32);
        List<String> kinds = kinds(wish);
        boolean each = wish.path("RequireEachIncludedType").asBoolean(true);
        if (kinds.isEmpty() || length < (each ? kinds.size() : 1) || length > MAX_LENGTH) {
            throw new ProvisionException(resource + ": no password of PasswordLength " + length + " can be drawn from "
                    + kinds.size() + " kinds of characters; lengths are 1 to " + MAX_LENGTH);
        }
        SecureRandom random = new SecureRandom();
        String all = String.join("", kinds);
        List<Character> drawn = new ArrayList<>();
        if (each) {
            kinds.forEach(kind -> drawn.add(kind.charAt(random.nextInt(kind.length()))));
        }
        while (drawn.size() < length) {
            drawn.add(all.charAt(random.nextInt(all.length())));
        }
        Collections.shuffle(drawn, random);
        return drawn.stream().map(String::valueOf).collect(Collectors.joining());
    }

    private static List<String> kinds(JsonNode wish) {
        List<String> kinds = new ArrayList<>();
        add(kinds, wish, "ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz");
        add(kinds, wish, "ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        add(kinds, wish, "ExcludeNumbers", "0123456789");
        add(kinds, wish, "ExcludePunctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
        if (wish.path("IncludeSpace").asBoolean()
                && !wish.path("ExcludeCharacters").asText().contains(" ")) {
            kinds.add(" ");
        }
        return kinds;
    }

    private static void add(List<String> kinds, JsonNode wish, String exclusion, String characters) {
        String excluded = wish.path("ExcludeCharacters").asText();
        String left = characters
                .chars()
                .filter(c -> excluded.indexOf(c) < 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        if (!wish.path(exclusion).asBoolean() && !left.isEmpty()) {
            kinds.add(left);
        }
    }
}
