import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that survive a power cut, and does nothing else: what the disk and the kernel allow whoever promises that. Each is
 * written under another name, flushed, renamed, and its folder flushed.
 *
 * <p>{@code DurableFiles <file> <folder> <threads> <seconds>}
 */
class DurableFiles {

    public static void main(String[] arguments) throws Exception {
        byte[] content = Files.readAllBytes(Path.of(arguments[0]));
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        new TimedLoop(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]))
                .run(name -> write(content, folder, name));
    }

    private static void write(byte[] content, Path folder, String name) throws Exception {
        Path part = folder.resolve("." + name + ".part");
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(content));
            file.force(false);
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(folder)) {
            entries.force(true);
        }
    }
}
