package io.lotabots.appraisal;

import io.lotabots.evidence.Format;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A format of evidence as this service takes it.
 *
 * @param mediaTypes its native media types, whose content is the part {@code content} of the evidence
 * @param content the name of the part that a native media type carries; empty when the format has none
 * @param identities the claims that tell one chip from all others for ever, the first that is there; empty when the format
 *     has none
 */
record Kind(Format format, List<String> mediaTypes, String content, List<Identity> identities) {
    /** The media type under which any evidence is taken: JSON whose members are the parts in base64url. */
    static final String PARTS = "application/vnd.lotabots.evidence+json";

    /**
     * Where a chip's name stands.
     *
     * @param family the format under which the chip is known: one that shows itself in two formats is one chip
     * @param path names of members, from the claims down
     */
    record Identity(String family, List<String> path) {
        static Identity of(String family, String... path) {
            return new Identity(family, List.of(path));
        }

        /** Absent for none, and for a chip that hides it by zeros. */
        Optional<String> device(Map<String, Object> claims) {
            @Nullable Object value = claims;
            for (String name : path) {
                value = value instanceof Map<?, ?> members ? members.get(name) : null;
            }
            return value instanceof String text && !text.matches("0*")
                    ? Optional.of(Devices.id(family, text))
                    : Optional.empty();
        }
    }

    Kind {
        mediaTypes = List.copyOf(mediaTypes);
        identities = List.copyOf(identities);
    }

    String name() {
        return format.name();
    }

    /** The media type of its parts in JSON. */
    String partsType() {
        return PARTS + "; format=\"" + name() + "\"";
    }

    /** The chip's id under /v1/devices; absent when the claims do not tell which it is. */
    Optional<String> device(Map<String, Object> claims) {
        return identities.stream()
                .flatMap(identity -> identity.device(claims).stream())
                .findFirst();
    }
}
