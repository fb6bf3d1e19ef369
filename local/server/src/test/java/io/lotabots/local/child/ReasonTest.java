package io.lotabots.local.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void a_reason_is_words_and_never_the_path_alone() {
        assertThat(Reason.of(new AccessDeniedException("/data"))).isEqualTo("permission denied");
        assertThat(Reason.of(new NoSuchFileException("/data"))).isEqualTo("no such file or folder");
        assertThat(Reason.of(new FileAlreadyExistsException("/data")))
                .isEqualTo("/data is there and is not what is needed");
        assertThat(Reason.of(new NotDirectoryException("/data"))).isEqualTo("/data is no folder");
        assertThat(Reason.of(new FileSystemException("/data", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(Reason.of(new IOException("the disk is gone"))).isEqualTo("the disk is gone");
        assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    }
}
