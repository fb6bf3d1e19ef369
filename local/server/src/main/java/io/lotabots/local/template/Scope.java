package io.lotabots.local.template;

import com.fasterxml.jackson.databind.JsonNode;

/** What the intrinsics of one stack can refer to. */
interface Scope {
    /** The value of {@code Ref name}; a missing node for {@code AWS::NoValue}. */
    JsonNode ref(String name);

    /** The value of attribute {@code attribute} of resource {@code logicalId}. */
    JsonNode attribute(String logicalId, String attribute);

    boolean condition(String name);

    /** The value that some stack exports as {@code name}. */
    JsonNode importValue(String name);

    /** The value of a mapping, missing when there is none. */
    JsonNode mapping(String map, String first, String second);
}
