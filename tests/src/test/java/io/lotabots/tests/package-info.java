/** The platform from outside: over HTTP, on the local runtime, from the artefacts that are deployed. */
@org.jspecify.annotations.NullMarked
package io.lotabots.tests;
