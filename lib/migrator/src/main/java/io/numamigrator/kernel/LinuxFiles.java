package io.numamigrator.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** /proc and /sys of the running Linux kernel; readable without any native call. */
final class LinuxFiles implements KernelFiles {

    @Override
    public String read(String pseudoFile) throws IOException {
        return Files.readString(Path.of(pseudoFile), StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<String> list(String pseudoDirectory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(pseudoDirectory))) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        }
        return names;
    }

    @Override
    public String link(String pseudoLink) throws IOException {
        return Files.readSymbolicLink(Path.of(pseudoLink)).toString();
    }
}
