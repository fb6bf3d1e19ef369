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
 * @param identity the claim that tells one chip from all others for ever; empty when the format has none
 */
record Kind(Format format, List<String> mediaTypes, String content, String identity) {
    /** The media type under which any evidence is taken: JSON whose members are the parts in base64url. */
    static final String PARTS = "application/vnd.lotabots.evidence+json";

    Kind {
        mediaTypes = List.copyOf(mediaTypes);
    }

    String name() {
        return format.name();
    }

    /** The media type of its parts in JSON. */
    String partsType() {
        return PARTS + "; format=\"" + name() + "\"";
    }

    /** What the claims say of which chip it is; absent for none, and for a chip that hides it by zeros. */
    Optional<String> device(Map<String, Object> claims) {
        @Nullable Object value = identity.isEmpty() ? null : claims.get(identity);
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.matches("0*"));
    }
}
