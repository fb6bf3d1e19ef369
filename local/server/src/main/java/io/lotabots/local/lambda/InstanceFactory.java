package io.lotabots.local.lambda;

/** Makes instances of one function. */
interface InstanceFactory {
    /** @throws InitException when the function cannot be initialised */
    Instance create() throws InitException, InterruptedException;

    /** A function that fails before its first request, as a missing class does. */
    final class InitException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String type;

        InitException(String type, String message) {
            super(message);
            this.type = type;
        }

        InitException(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
            this.type = cause.getClass().getName();
        }

        String type() {
            return type;
        }
    }
}
