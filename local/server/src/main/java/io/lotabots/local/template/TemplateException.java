package io.lotabots.local.template;

/** A template or manifest that cannot be run; the message is one line for the person who starts the platform. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String line) {
        super(line.replace('\n', ' '));
    }

    public TemplateException(String line, Throwable cause) {
        super(line.replace('\n', ' '), cause);
    }
}
