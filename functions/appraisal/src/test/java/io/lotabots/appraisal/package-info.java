@org.jspecify.annotations.NullMarked
package io.lotabots.appraisal;
