package com.psc.attachments.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.psc.attachments.access.Companies;
import com.psc.attachments.attachment.AttachmentStatistics;
import com.psc.attachments.attachment.AttachmentTotals;
import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.RunningJobs;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.S3Setup;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StoreOwnership;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how this installation keeps files, how many there are, and what is being done with them. Asks no store. */
@RestController
class StorageInfoController {

    private final StorageBackends backends;
    private final StoreOwnership ownership;
    private final S3Setup s3;
    private final AttachmentTotals totals;
    private final FilePolicy policy;
    private final InstallationId installation;
    private final ObjectProvider<RunningJobs> jobs;

    StorageInfoController(
            StorageBackends backends,
            StoreOwnership ownership,
            S3Setup s3,
            AttachmentTotals totals,
            FilePolicy policy,
            InstallationId installation,
            ObjectProvider<RunningJobs> jobs) {
        this.backends = backends;
        this.ownership = ownership;
        this.s3 = s3;
        this.totals = totals;
        this.policy = policy;
        this.installation = installation;
        this.jobs = jobs;
    }

    record Info(
            String currentBackend,
            S3Configuration s3Configuration,
            AttachmentStatistics statistics,
            List<String> availableBackends,
            String installationId,
            Map<String, String> storeOwners,
            Limits limits,
            List<RunningJob> runningJobs) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record S3Configuration(
            String bucket,
            String region,
            boolean configured,
            @Nullable URI endpoint,
            String checksumMode,
            @Nullable String checksumModeInUse,
            String encryption) {}

    /** @param summary what there is to tell of it in one line */
    record RunningJob(String summary, JobView job) {}

    record Limits(Map<String, Long> bytesByExtension, long bytesOfOthers, List<String> blockedExtensions) {}

    @GetMapping("/storage/info")
    Info info() {
        Map<String, String> owners = new TreeMap<>();
        backends.all().forEach(backend -> owners.put(backend.name().label(), owner(backend)));
        return new Info(
                backends.active().name().label(),
                new S3Configuration(
                        s3.bucket(),
                        s3.region(),
                        owners.containsKey(BackendName.S3.label()),
                        s3.endpoint().orElse(null),
                        s3.checksumMode(),
                        s3.checksumModeInUse().orElse(null),
                        s3.encryption()),
                totals.statistics(Companies.ALL),
                List.copyOf(owners.keySet()),
                installation.toString(),
                owners,
                new Limits(policy.limits(), policy.limitOfOthers(), policy.blocked()),
                jobs.orderedStream()
                        .flatMap(kind -> kind.running().stream())
                        .map(job -> new RunningJob(job.line(), job))
                        .toList());
    }

    private String owner(StorageBackend backend) {
        return ownership.lastSeen(backend).name().toLowerCase(Locale.ROOT);
    }
}
