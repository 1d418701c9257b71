import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Answers every request on a port with one file, by sendfile and nothing else. {@code RawSendfile <port> <file>} */
class RawSendfile {

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
            while (true) {
                try (SocketChannel client = server.accept();
                        FileChannel content = FileChannel.open(file)) {
                    skipRequest(client.socket().getInputStream());
                    client.write(ByteBuffer.wrap(("HTTP/1.1 200 OK\r\nContent-Length: " + content.size() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII)));
                    for (long sent = 0; sent < content.size(); ) {
                        sent += content.transferTo(sent, content.size() - sent, client);
                    }
                } catch (java.io.IOException brokenOff) {
                    System.err.println(brokenOff);
                }
            }
        }
    }

    private static void skipRequest(InputStream request) throws java.io.IOException {
        int ending = 0;
        while (ending < 4) {
            int next = request.read();
            ending = next == "\r\n\r\n".charAt(ending) ? ending + 1 : next == '\r' ? 1 : 0;
            if (next < 0) {
                return;
            }
        }
    }
}
