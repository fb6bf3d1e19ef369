@org.jspecify.annotations.NullMarked
package io.lotabots.platform;
